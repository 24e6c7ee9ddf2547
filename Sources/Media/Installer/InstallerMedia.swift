/// What a machine boots to install an operating system, as files of this host.
public struct InstallerMedia: Hashable, Sendable {
  /// A file with its digest.
  public struct File: Hashable, Sendable {
    /// An absolute path.
    public var path: String
    /// In hexadecimal.
    public var sha256: String

    public init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// A component that is in the initrd, beside those of the distribution's own.
  public struct Component: Hashable, Sendable, Codable {
    public var name: String
    public var version: String

    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// A component that the mirror did not have, and what it was rebuilt from.
  public struct FilledGap: Hashable, Sendable, Codable {
    public var component: Component
    /// Ordinary packages.
    public var sources: [Component]

    public init(component: Component, sources: [Component]) {
      self.component = component
      self.sources = sources
    }
  }

  public var kernel: File
  public var initrd: File
  /// The CD image that the installer reads from; nil for one that needs none.
  public var iso: File?
  /// The archive they are from; nil for media given file by file.
  public var release: ReleaseInfo?
  public var components: [Component]
  public var filledGaps: [FilledGap]

  public init(
    kernel: File, initrd: File, iso: File? = nil, release: ReleaseInfo? = nil, components: [Component] = [],
    filledGaps: [FilledGap] = []
  ) {
    self.kernel = kernel
    self.initrd = initrd
    self.iso = iso
    self.release = release
    self.components = components
    self.filledGaps = filledGaps
  }
}

/// Media given file by file: kernel and initrd.
/// - Throws: `MediaError`.
public func directMedia(
  kernel: CheckedFile, initrd: CheckedFile, with fetcher: MediaFetcher
) async throws -> InstallerMedia {
  async let kernelFile = fetcher.fetch(kernel)
  async let initrdFile = fetcher.fetch(initrd)
  return try await InstallerMedia(kernel: kernelFile, initrd: initrdFile)
}
