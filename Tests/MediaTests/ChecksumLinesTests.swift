import Testing

@testable import Media

@Suite struct ChecksumLinesTests {
  private static let a = String(repeating: "a", count: 64)
  private static let b = String(repeating: "b", count: 64)

  /// The shapes that distributions use.
  @Test(arguments: [
    ("\(a)  disk.iso\n\(b)  other.iso\n", "disk.iso"),
    ("\(a) *disk.iso\r\n\(b) *other.iso\r\n", "disk.iso"),
    ("\(a)  ./netboot/linux\n", "netboot/linux"),
    ("# disk.iso: 1048576 bytes\nSHA256 (disk.iso) = \(a)\n", "disk.iso"),
    ("SHA512 (disk.iso) = \(b)\(b)\nSHA256 (disk.iso) = \(a)\nMD5 (disk.iso) = 1\n", "disk.iso"),
    ("Hash: SHA256\n\nSHA256 (a (b) = c.iso) = \(a)\n", "a (b) = c.iso"),
    ("\(a.uppercased())  disk with blanks.iso\n", "disk with blanks.iso"),
    ("\(a)  disk.iso\n\(a)  disk.iso\n", "disk.iso"),
  ])
  func aDigestIsFoundByName(text: String, name: String) throws {
    #expect(try ChecksumLines([UInt8](text.utf8)).digest(of: name, url: "u") == .sha256(Self.a))
  }

  @Test(arguments: ["\(a)\(b)  disk.iso\n", "SHA512 (disk.iso) = \(a)\(b.uppercased())\n"])
  func aListMayHaveLongDigests(text: String) throws {
    let found = try ChecksumLines([UInt8](text.utf8)).digest(of: "disk.iso", url: "u")
    #expect(found == .sha512(Self.a + Self.b))
  }

  @Test(arguments: [
    "", "\n\n", "\(a)\n", "\(a)  \n", "\(a) disk.iso\n", "aaaa  disk.iso\n", "\(a)  disk.iso.torrent\n",
    "\(a)  folder/disk.iso\n", "SHA256 (disk.iso) = aaaa\n", "SHA256 (disk.iso) \(a)\n",
    "SHA256 (disk.iso = \(a)\n",
    "#\(a)  disk.iso\n",
  ])
  func whatIsNotSaidIsNotFound(text: String) throws {
    #expect(try ChecksumLines([UInt8](text.utf8)).digest(of: "disk.iso", url: "u") == nil)
  }

  @Test func aNameWithTwoDigestsIsRefused() {
    let text = "\(Self.a)  disk.iso\nSHA256 (disk.iso) = \(Self.b)\n"
    let error = #expect(throws: MediaError.self) {
      try ChecksumLines([UInt8](text.utf8)).digest(of: "disk.iso", url: "http://mirror.example.org/SUMS")
    }
    #expect(error?.description == "http://mirror.example.org/SUMS: two digests for disk.iso")
  }
}
