import Testing

@testable import Media

@Suite struct StanzaTests {
  private static let text = """
    Package: e2fsprogs-udeb
    Source: e2fsprogs (1.47.2-3)
    # a comment
    DEPENDS: libblkid1-udeb,
     libc6-udeb (>= 2.41)
    Description: small
     and long:
     not a field
    Empty:
    Packages: no
    """

  private func value(_ field: StaticString, in text: String = Self.text) throws -> String? {
    var value: String?
    try forEachStanza(in: [UInt8](text.utf8), named: "test") { value = $0.text(of: field) }
    return value
  }

  @Test func fieldsAreFoundByTheirWholeNameInAnyCase() throws {
    #expect(try value("Package") == "e2fsprogs-udeb")
    #expect(try value("depends") == "libblkid1-udeb,\n libc6-udeb (>= 2.41)")
    #expect(try value("Description") == "small\n and long:\n not a field")
    #expect(try value("Empty") == "")
    #expect(try value("Pack") == nil)
    #expect(try value("and long") == nil)
  }

  @Test(arguments: [1, 2, 3, 7, 64, 4096])
  func piecesOfAnySizeGiveTheSameStanzas(size: Int) throws {
    let text = [UInt8]("\n\nPackage: a\nX: 1\n\n\n\nPackage: b\n\nPackage: c\n".utf8)
    var names: [String] = []
    var reader = StanzaReader("test")
    for start in stride(from: 0, to: text.count, by: size) {
      try Array(text[start..<min(start + size, text.count)]).withUnsafeBytes { piece in
        try reader.feed(piece) { names.append($0.text(of: "Package") ?? "?") }
      }
    }
    try reader.finish { names.append($0.text(of: "Package") ?? "?") }
    #expect(names == ["a", "b", "c"])
  }

  @Test func aStanzaWithoutEndIsAnError() throws {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 19)
    var reader = StanzaReader("the index")
    let error = #expect(throws: MediaError.self) {
      for _ in 0..<4 { try piece.withUnsafeBytes { try reader.feed($0) { _ in } } }
    }
    #expect(error?.description == "the index: a stanza of more than 1048576 bytes")
  }

  /// attacks/archive.py has such a `Filename`; its URL there is a path below the mirror as any other.
  @Test(arguments: [
    ("Package a\n", "no Package: not a field: 'Package a'"),
    (" Package: a\n", "not a field: ' Package: a'"),
    (": a\n", "not a field: ': a'"),
    ("Package: a\nnonsense\n", "not a field: 'nonsense'"),
    ("Package: a\n", "package a has no Version"),
    ("Package: a\nVersion: 1\nFilename: p\nSize: 1\n", "package a has no SHA256"),
    ("Package: a\nVersion: 1\nFilename: p\nSHA256: 12\nSize: 1\n", "bad Size, SHA256 or Filename"),
    (
      "Package: a\nVersion: 1\nFilename: ../p\nSize: 1\nSHA256: \(String(repeating: "a", count: 64))\n",
      "bad Size, SHA256 or Filename"
    ),
  ])
  func whatIsNoPackageIsAnError(text: String, message: String) throws {
    let error = #expect(throws: MediaError.self) {
      try forEachStanza(in: [UInt8](text.utf8), named: "index") { _ = try Package($0, index: "index") }
    }
    let expected = message.replacing("no Package: ", with: "")
    #expect(error?.description.hasPrefix("index: ") == true)
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
  }
}
