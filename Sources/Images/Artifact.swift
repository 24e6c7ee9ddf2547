import Recipes

/// One file of an image.
public struct Artifact: Hashable, Sendable, Codable {
  public var kind: Kind
  /// Of a disk or a bundle; nil for other files.
  public var format: ImageFormat?
  /// SHA-256 of its bytes, hexadecimal.
  public var digest: String
  /// Bytes.
  public var size: UInt64
  /// Its name, beside the others.
  public var path: String

  public enum Kind: String, Hashable, Sendable, Codable {
    case disk, descriptor
    /// A file of a format that holds all disks, or of what belongs to them.
    case bundle
    /// The appliance as its recipes said when it was built: what recipes that derive from a release of it start from. Not handed out.
    case recipe
  }

  public init(kind: Kind, format: ImageFormat? = nil, digest: String, size: UInt64, path: String) {
    self.kind = kind
    self.format = format
    self.digest = digest
    self.size = size
    self.path = path
  }

  /// Whether its name is that of a file in a folder, and its digest is one.
  public var isSound: Bool {
    path.isFileName && LayerKey(hex: digest).isComplete
  }
}

extension String {
  /// Whether it names a file in a folder, and nothing hidden or elsewhere: what others wrote may say anything.
  public var isFileName: Bool { !isEmpty && !hasPrefix(".") && !contains("/") && !contains("\0") }
}
