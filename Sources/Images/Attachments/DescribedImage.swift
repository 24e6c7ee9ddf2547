/// Which image something is said of, as the documents that are attached to builds have it.
public struct DescribedImage: Hashable, Sendable, Codable {
  /// The appliance's; of an image that was not made here, its file's.
  public var name: String
  public var version: String?
  /// `VERSION+BUILD`; nil for an image that was not made here.
  public var build: String?
  /// SHA-256 of the file with the system disk, in hexadecimal; nil where that was not read.
  public var digest: String?

  public init(name: String, version: String? = nil, build: String? = nil, digest: String? = nil) {
    self.name = name
    self.version = version
    self.build = build
    self.digest = digest
  }

  public init(_ manifest: ImageManifest) {
    let system = manifest.descriptor.disks.first { $0.type == .os } ?? manifest.disks.first
    self.init(
      name: manifest.id.name, version: manifest.id.version, build: manifest.id.label,
      digest: system?.file?.digest)
  }
}
