/// Cuts a stream of bytes into stanzas, holding no more than the piece at hand.
///
/// An archive's index is some 70,000 stanzas in 55 MB: nothing is copied but what a piece ends in the middle of.
struct StanzaReader {
  /// A stanza of this length is no stanza.
  private static let longest = 1 << 20
  private let name: String
  private var rest: [UInt8] = []

  /// - Parameter name: what is read, for messages.
  init(_ name: String) {
    self.name = name
  }

  /// Takes the next piece, and shows each stanza that is complete with it.
  mutating func feed(_ piece: UnsafeRawBufferPointer, _ body: (Stanza) throws -> Void) throws {
    guard !rest.isEmpty else {
      return try keepRest(of: piece, from: showAll(in: piece, body))
    }
    rest.append(contentsOf: piece)
    let joined = rest
    try joined.withUnsafeBytes { bytes in
      try keepRest(of: bytes, from: showAll(in: bytes, body))
    }
  }

  /// Shows what is left when the last piece is in.
  mutating func finish(_ body: (Stanza) throws -> Void) throws {
    try rest.withUnsafeBytes { try show($0, body) }
    rest = []
  }

  private mutating func keepRest(of bytes: UnsafeRawBufferPointer, from start: Int) throws {
    guard bytes.count - start <= Self.longest else {
      throw MediaError.malformed(what: name, reason: "a stanza of more than \(Self.longest) bytes")
    }
    rest = [UInt8](bytes[start...])
  }

  /// - Returns: where the first incomplete stanza begins.
  private func showAll(in bytes: UnsafeRawBufferPointer, _ body: (Stanza) throws -> Void) throws -> Int {
    var start = 0
    var line = 0
    while let end = position(of: UInt8(ascii: "\n"), in: bytes, from: line) {
      line = end + 1
      guard line < bytes.count, bytes[line] == UInt8(ascii: "\n") else { continue }
      try show(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), body)
      line += 1
      start = line
    }
    return start
  }

  private func show(_ bytes: UnsafeRawBufferPointer, _ body: (Stanza) throws -> Void) throws {
    // More than one empty line may lie between stanzas.
    guard let first = bytes.firstIndex(where: { $0 != UInt8(ascii: "\n") }),
      let last = bytes.lastIndex(where: { $0 != UInt8(ascii: "\n") })
    else { return }
    try body(Stanza(bytes: UnsafeRawBufferPointer(rebasing: bytes[first...last])))
  }
}

/// Shows every stanza of a text.
func forEachStanza(in text: [UInt8], named name: String, _ body: (Stanza) throws -> Void) throws {
  var reader = StanzaReader(name)
  try text.withUnsafeBytes { try reader.feed($0, body) }
  try reader.finish(body)
}
