/// Cuts a stream of bytes into lines; a carriage return ends one too, as progress meters use it.
struct LineSplitter {
  /// A longer line is handed on in pieces, so that a stream without line ends takes no memory.
  static let longest = 4 << 20

  private var partial: [UInt8] = []

  /// The lines that `piece` completes, without their ends; empty ones are left out.
  mutating func lines(in piece: UnsafeRawBufferPointer) -> [String] {
    var lines: [String] = []
    for byte in piece {
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        lines.append(contentsOf: finish())
      } else {
        partial.append(byte)
        if partial.count == Self.longest { lines.append(contentsOf: finish()) }
      }
    }
    return lines
  }

  /// The line that was never ended, if any.
  mutating func finish() -> [String] {
    guard !partial.isEmpty else { return [] }
    defer { partial.removeAll(keepingCapacity: true) }
    return [String(decoding: partial, as: UTF8.self)]
  }
}
