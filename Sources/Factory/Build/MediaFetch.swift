public import Planning

/// Gets the media that an image's installer boots from, without building anything.
public struct MediaFetch: Sendable {
  /// The files, as paths in the store.
  public struct Files: Sendable, Codable {
    public let name: String
    public let kernel: String
    public let initrd: String
  }

  private let store: Store
  private let log: @Sendable (String) -> Void

  /// - Parameter log: hears what was chosen, a line each.
  public init(store: Store, log: @escaping @Sendable (String) -> Void) {
    self.store = store
    self.log = log
  }

  /// - Throws: `MediaError` for what cannot be had or does not have the digest that it must have.
  public func run(_ image: PlannedImage) async throws -> Files {
    try store.prepare()
    let ready = try await InstallMedia(store: store, log: log).fetch(for: image)
    return Files(name: image.appliance.name, kernel: ready.kernel, initrd: ready.initrd)
  }
}
