public import Diagnostics

/// A value of a YAML document, with the place where it was written.
public struct Node: Hashable, Sendable {
  /// What a node holds; YAML 1.2, section 3.2.1.
  public indirect enum Content: Hashable, Sendable {
    case scalar(Scalar)
    case sequence([Node])
    /// In the order written; no key twice.
    case mapping([Entry])
  }

  /// A scalar as text; `isPlain` tells `yes` (plain) from `"yes"` (quoted).
  public struct Scalar: Hashable, Sendable {
    public let text: String
    public let isPlain: Bool

    public init(text: String, isPlain: Bool) {
      self.text = text
      self.isPlain = isPlain
    }
  }

  /// One key of a mapping with its value.
  public struct Entry: Hashable, Sendable {
    public let key: String
    public let keyLocation: Location
    public let value: Node

    public init(key: String, keyLocation: Location, value: Node) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  public let content: Content
  /// The node's own tag, such as `!replace`; nil when none was written.
  public let tag: String?
  public let location: Location

  public init(_ content: Content, tag: String? = nil, location: Location) {
    self.content = content
    self.tag = tag
    self.location = location
  }
}
