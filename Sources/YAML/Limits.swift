/// What a document may cost before it is refused; a few lines of aliases can otherwise stand for billions of nodes.
public struct Limits: Hashable, Sendable {
  /// Bytes of the text.
  public var bytes: Int
  /// Levels of nesting, after aliases are followed.
  public var depth: Int
  /// Scalars, sequences and mappings, after aliases are followed.
  public var nodes: Int

  public init(bytes: Int, depth: Int, nodes: Int) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }

  /// Far above what a person writes: 1 MiB, 64 levels, 200,000 nodes.
  public static let standard = Limits(bytes: 1 << 20, depth: 64, nodes: 200_000)
}
