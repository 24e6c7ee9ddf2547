/// Cuts a stream of bytes into lines.
public struct LineSplitter: Sendable {
  private let endsAtReturn: Bool
  /// What has come of a line that has no end yet: who reads from a stranger takes it out before it grows without bound.
  public private(set) var rest: [UInt8] = []

  /// - Parameter endsAtReturn: whether a carriage return ends a line by itself, as progress meters use it.
  public init(endsAtReturn: Bool = false) {
    self.endsAtReturn = endsAtReturn
  }

  /// The lines that `bytes` completes, without their ends: a line feed, with or without a carriage return before it.
  public mutating func lines(adding bytes: some Sequence<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") || (endsAtReturn && byte == UInt8(ascii: "\r")) {
        lines.append(takeRest())
      } else {
        rest.append(byte)
      }
    }
    return lines
  }

  /// Takes out what has come of the line that has no end, as if it ended here.
  public mutating func takeRest() -> [UInt8] {
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    defer { rest = [] }
    return rest
  }
}
