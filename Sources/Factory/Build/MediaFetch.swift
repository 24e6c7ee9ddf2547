import Media
public import Planning

/// Gets the media that an image is installed from, without building anything.
public struct MediaFetch: Sendable {
  /// The files, by their paths on this host.
  public struct Files: Sendable, Codable {
    public let name: String
    public let kernel: String
    public let initrd: String
    /// The CD image that the installer reads from; nil for one that needs none.
    public let iso: String?
  }

  private let store: Store
  private let isOffline: Bool
  private let events: EventSink

  public init(store: Store, isOffline: Bool = false, events: @escaping EventSink) {
    self.store = store
    self.isOffline = isOffline
    self.events = events
  }

  /// - Throws: `MediaError` for what cannot be had or is not what it must be.
  public func run(_ image: PlannedImage) async throws -> Files {
    try store.prepare()
    let fetcher = store.mediaFetcher(for: image.appliance, isOffline: isOffline, events: events)
    let ready = try await InstallMedia(fetcher: fetcher) { events(.notice($0)) }.fetch(for: image)
    return Files(
      name: image.appliance.name, kernel: ready.kernel, initrd: ready.initrd, iso: ready.cdroms.first)
  }
}
