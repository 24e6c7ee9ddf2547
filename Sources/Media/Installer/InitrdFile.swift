/// One file, folder or symbolic link of an initrd; owned by root, as everything in it.
public struct InitrdFile: Hashable, Sendable {
  /// What it is.
  public enum Content: Hashable, Sendable {
    case file([UInt8])
    case folder
    /// A symbolic link to this target.
    case link(String)
  }

  /// Relative to the root, without a slash at either end, such as `usr/bin/true`.
  public var path: String
  /// Permission bits.
  public var mode: UInt16
  public var content: Content

  public init(path: String, mode: UInt16 = 0o644, content: Content) {
    self.path = path
    self.mode = mode
    self.content = content
  }
}
