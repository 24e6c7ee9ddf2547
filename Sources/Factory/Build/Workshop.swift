import Guest
import Media
import Planning
import Recipes

/// What all jobs of one run share.
struct Workshop: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink
  /// Processors of a libguestfs appliance: two start it sooner, where no other job wants one of them.
  var guestProcessors = 2

  /// Begins the log of a job; each line is told to the run, too.
  ///
  /// Waits while another build writes logs of the same appliance: each would take the other's console for its own.
  func log(of job: Job) async throws -> JobLog {
    let lock = try await Lock.acquire("\(store.logs)/.\(job.image.appliance.name).lock") {
      events(.waiting(job.name, holder: $0))
    }
    return try JobLog(path: store.log(of: job), lock: lock) { events(.output(job.name, $0)) }
  }

  /// Gets an appliance's media, or refuses to where no connection may be opened.
  func mediaFetcher(for appliance: Appliance) -> MediaFetcher {
    store.mediaFetcher(
      for: appliance, isOffline: options.isOffline, policy: options.mirrors, minimumFree: options.minimumFree,
      events: events)
  }

  /// How libguestfs is run on this host.
  func guestSettings(hasNetwork: Bool = false) async throws -> GuestSettings {
    GuestSettings(
      forcesTCG: try await host.accelerator() == .tcg, hasNetwork: hasNetwork, cpus: guestProcessors)
  }
}
