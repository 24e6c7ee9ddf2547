import Guest
import Media
import Planning
import Recipes
import Storage

/// What a job is done in: the store, this host, how the user wants it done, and who is told.
public struct BuildContext: Sendable {
  public let store: Store
  public let settings: JobSettings
  /// The values of secrets.
  public let secrets: [SecretSource: String]
  public let host: BuildHost
  public let events: EventSink
  /// Processors of a libguestfs appliance: two start it sooner, where no other job wants one of them.
  public let guestProcessors: Int

  public init(
    store: Store, settings: JobSettings, secrets: [SecretSource: String] = [:], host: BuildHost,
    guestProcessors: Int = 2, events: @escaping EventSink
  ) {
    self.store = store
    self.settings = settings
    self.secrets = secrets
    self.host = host
    self.events = events
    self.guestProcessors = guestProcessors
  }

  /// Begins the log of a job; each line is told to the run, too, as is that another build must end first.
  public func log(of job: Job) async throws -> JobLog {
    try await store.logs.begin(job) { holder in
      events(.waiting(job.name, holder: holder))
    } listener: { [events] line in
      events(.output(job.name, line))
    }
  }

  /// Gets an appliance's media, or refuses to where no connection may be opened.
  public func mediaFetcher(for appliance: Appliance) -> MediaFetcher {
    store.mediaFetcher(
      for: appliance, isOffline: settings.isOffline, policy: settings.mirrors,
      minimumFree: settings.minimumFree, events: events)
  }

  /// How libguestfs is run on this host.
  public func guestSettings(hasNetwork: Bool = false) async throws -> GuestSettings {
    GuestSettings(
      forcesTCG: try await host.accelerator() == .tcg, hasNetwork: hasNetwork, cpus: guestProcessors)
  }
}

extension Store {
  /// Gets an appliance's media: through its proxy, or offline not at all.
  public func mediaFetcher(
    for appliance: Appliance, isOffline: Bool, policy: MirrorPolicy = MirrorPolicy(),
    minimumFree: UInt64 = JobSettings.usualMinimumFree,
    events: @escaping EventSink = { _ in }
  ) -> MediaFetcher {
    let meter = TransferMeter { events(.transfer($0)) }
    let options = Downloader.Options(
      proxy: appliance.install.proxy?.value.text, minimumFree: Int64(clamping: minimumFree),
      isOffline: isOffline)
    return MediaFetcher(
      cache: mediaCache, downloader: Downloader(options) { meter.note($0) }, policy: policy)
  }
}
