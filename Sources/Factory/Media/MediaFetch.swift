import Jobs
public import Media
public import Planning
import Roots
import Storage

/// Gets the media that an image is installed from, without building anything.
public struct MediaFetch: Sendable {
  /// What is on this host now.
  public struct Files: Sendable, Codable {
    public let recipe: String
    public let files: [File]
  }

  /// One of the files.
  public struct File: Sendable, Codable {
    /// `kernel`, `initrd`, `iso` or `image`.
    public let role: String
    public let path: String
  }

  private let store: Store
  private let isOffline: Bool
  private let policy: MirrorPolicy
  private let minimumFree: UInt64
  private let events: EventSink

  public init(
    store: Store, isOffline: Bool = false, policy: MirrorPolicy = MirrorPolicy(),
    minimumFree: UInt64 = JobSettings.usualMinimumFree, events: @escaping EventSink
  ) {
    self.store = store
    self.isOffline = isOffline
    self.policy = policy
    self.minimumFree = minimumFree
    self.events = events
  }

  /// Those of the images that are installed each from media of its own.
  public static func distinct(_ images: [PlannedImage]) -> [PlannedImage] { images.withMediaOfTheirOwn }

  /// - Throws: `MediaError` for what cannot be had or is not what it must be.
  public func run(_ image: PlannedImage) async throws -> Files {
    try store.prepare()
    let fetcher = store.mediaFetcher(
      for: image.appliance, isOffline: isOffline, policy: policy, minimumFree: minimumFree, events: events)
    return Files(recipe: image.distribution, files: try await files(of: image, with: fetcher))
  }

  private func files(of image: PlannedImage, with fetcher: MediaFetcher) async throws -> [File] {
    switch image.appliance.installer {
    case .image(let source):
      return [File(role: "image", path: try await fetcher.fetch(CheckedFile(source.file)).path)]
    case .bootstrap: return []
    case .program(let program):
      let ready = try await InstallMedia(fetcher: fetcher, log: { events(.notice($0)) }, notice: { _ in })
        .fetch(program.media, for: image)
      return [File(role: "kernel", path: ready.kernel), File(role: "initrd", path: ready.initrd)]
        + ready.cdroms.map { File(role: "iso", path: $0) }
    }
  }
}
