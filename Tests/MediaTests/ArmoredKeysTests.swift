import Testing

@testable import Media

@Suite struct ArmoredKeysTests {
  private static func block(_ body: String) -> String {
    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\(body)\n-----END PGP PUBLIC KEY BLOCK-----\n"
  }

  @Test func allBlocksAreDecodedInOrder() throws {
    let text = "comment\n" + Self.block("Version: 1\n\nAQID\nBAU=\n=abcd") + Self.block("\nBgc=\r")
    #expect(try ArmoredKeys.binary([UInt8](text.utf8), path: "k") == [1, 2, 3, 4, 5, 6, 7])
  }

  @Test func binaryKeysAreLeftAlone() throws {
    #expect(try ArmoredKeys.binary([0x98, 0x33, 0x04, 0xff], path: "k") == nil)
  }

  @Test(arguments: [
    block("AQID"), block("\n"), block("\n!!!!"), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAQID\n",
  ])
  func aDamagedBlockIsNamedWithItsFile(text: String) {
    let error = #expect(throws: MediaError.self) {
      try ArmoredKeys.binary([UInt8](text.utf8), path: "keys/rocky.asc")
    }
    #expect(error?.description == "keys/rocky.asc: a damaged block of armored keys")
  }
}
