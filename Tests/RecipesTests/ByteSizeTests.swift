import Testing

@testable import Recipes

@Suite struct ByteSizeTests {
  @Test(
    arguments: [
      ("1KiB", 1024), ("512MiB", 512 << 20), ("8GiB", 8 << 30), ("2TiB", 2 << 40),
      ("1023TiB", 1023 << 40),
    ] as [(String, UInt64)])
  func readsAndWrites(text: String, bytes: UInt64) {
    #expect(ByteSize.bytes(text) == bytes)
    #expect(ByteSize.text(bytes) == text)
  }

  @Test(arguments: [
    "", "8", "8GB", "GiB", "08GiB", "8 GiB", "1.5GiB", "0GiB", "1024TiB", "1048576TiB", "1EiB",
  ])
  func refuses(text: String) {
    #expect(ByteSize.bytes(text) == nil)
  }

  @Test(arguments: [
    ("8GB", "8GiB"), ("8G", "8GiB"), ("512 mib", "512MiB"), ("8", nil), ("1.5G", nil), ("0G", nil),
  ])
  func guesses(text: String, expected: String?) {
    #expect(ByteSize.guess(text) == expected)
  }
}
