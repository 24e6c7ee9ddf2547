import Files
import Guest
import Media
import Planning
import Recipes
import Storage

/// What all jobs of one run share.
public struct Workshop: Sendable {
  public let store: Store
  public let options: BuildOptions
  public let host: BuildHost
  public let events: EventSink
  /// Processors of a libguestfs appliance: two start it sooner, where no other job wants one of them.
  public var guestProcessors = 2

  public init(
    store: Store, options: BuildOptions, host: BuildHost, events: @escaping EventSink,
    guestProcessors: Int = 2
  ) {
    self.store = store
    self.options = options
    self.host = host
    self.events = events
    self.guestProcessors = guestProcessors
  }

  /// Begins the log of a job; each line is told to the run, too.
  ///
  /// Waits while another build writes logs of the same appliance: each would take the other's console for its own.
  public func log(of job: Job) async throws -> JobLog {
    let lock = try await Lock.acquire("\(store.logs)/.\(job.image.appliance.name).lock") {
      events(.waiting(job.name, holder: $0))
    }
    return try JobLog(path: store.log(of: job), lock: lock) { events(.output(job.name, $0)) }
  }

  /// Gets an appliance's media, or refuses to where no connection may be opened.
  public func mediaFetcher(for appliance: Appliance) -> MediaFetcher {
    store.mediaFetcher(
      for: appliance, isOffline: options.isOffline, policy: options.mirrors, minimumFree: options.minimumFree,
      events: events)
  }

  /// How libguestfs is run on this host.
  public func guestSettings(hasNetwork: Bool = false) async throws -> GuestSettings {
    GuestSettings(
      forcesTCG: try await host.accelerator() == .tcg, hasNetwork: hasNetwork, cpus: guestProcessors)
  }
}
