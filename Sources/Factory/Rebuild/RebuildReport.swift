import Images

/// How an image compares with what is built today from the same inputs.
public struct RebuildReport: Sendable, Encodable {
  /// One path that is not alike in both.
  public struct Difference: Hashable, Sendable, Encodable {
    public var path: String
    /// In what, sorted: `attributes`, `content`, `existence`, `mode`, `names`, `owner`, `time`.
    public var aspects: [String]
    /// The recipe whose layer brings it.
    public var recipe: String
    /// How that layer is made: `install` or `provision`.
    public var work: Provenance.Layer.Work
    /// The step that wrote it last; nil for what no step writes: what comes with the installed disk, or is done to every layer.
    public var step: String?
    /// `file:line:column` of that step; nil where no recipe asks for it.
    public var place: String?
  }

  /// The image that was built again.
  public var image: String
  /// Of both.
  public var key: LayerKey
  /// Whether the files of all disks are the same, bit for bit.
  public var isIdentical: Bool
  /// Whether every file in the image is the same: bytes, mode, owner, attributes and time.
  public var hasSameFiles: Bool
  /// Sorted by path.
  public var differences: [Difference]
  /// What built the image, and what built it again.
  public var tools: Tools
  public var toolsNow: Tools

  private enum CodingKeys: String, CodingKey {
    case image, key, differences, tools, toolsNow
    case isIdentical = "identical"
    case hasSameFiles = "sameFiles"
  }
}

/// Why an image cannot be built again.
public struct RebuildRefusal: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
