/// A file, folder or symbolic link to put into the guest.
public struct GuestEntry: Hashable, Sendable {
  /// Absolute, in the guest.
  public var path: String
  public var kind: Kind

  public enum Kind: Hashable, Sendable {
    /// Permission bits with it.
    case file(Content, mode: UInt16)
    /// A folder that is there already keeps its mode and owner.
    case folder(mode: UInt16)
    case link(target: String)
  }

  /// A file's bytes.
  public enum Content: Hashable, Sendable {
    case bytes([UInt8])
    /// A path on this host.
    case hostFile(String)
  }

  public init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }
}
