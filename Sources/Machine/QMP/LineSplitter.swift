/// Cuts a byte stream into lines.
struct LineSplitter {
  /// No line of QMP comes near; a peer that sends more without a line feed is not QEMU.
  static let limit = 1 << 20

  private var rest: [UInt8] = []

  /// The lines that `bytes` completes, without line end and without empty ones; nil once a line exceeds the limit.
  mutating func lines(adding bytes: some Sequence<UInt8>) -> [[UInt8]]? {
    var complete: [[UInt8]] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if !rest.isEmpty { complete.append(rest) }
        rest.removeAll()
      } else if byte != UInt8(ascii: "\r") {
        rest.append(byte)
      }
    }
    return rest.count > Self.limit ? nil : complete
  }
}
