/// Why a text is not one well-formed JSON document.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// In bytes, from 1.
  public let column: Int
  public let reason: String

  /// `line 3, column 7: the key 'a' stands twice`
  public var description: String { "line \(line), column \(column): \(reason)" }
}
