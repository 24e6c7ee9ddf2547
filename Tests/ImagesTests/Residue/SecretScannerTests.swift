import Foundation
import Testing

@testable import Images

struct SecretScannerTests {
  private static let catalogue = SecretCatalogue()
  private static let key = Array("user:$5$saltsalt$a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V:1".utf8)

  private func hits(_ pieces: [(UInt64, [UInt8])]) -> [UInt64] {
    var scanner = SecretScanner(Self.catalogue)
    for (offset, bytes) in pieces { bytes.withUnsafeBytes { scanner.take($0, at: offset) } }
    return scanner.finish().map(\.offset)
  }

  /// Wherever the cut is between two pieces, and between three.
  @Test func piecesChangeNothing() {
    let text = [UInt8](repeating: 0, count: 1000) + Self.key + [UInt8](repeating: 32, count: 1000) + Self.key
    let expected = hits([(0, text)])
    #expect(expected.count == 2 && expected[0] == 1005)
    for size in [1, 7, 64, 500, 511, 512, 513, 1004, 1005, 1006, 1030, 2000] {
      let pieces = stride(from: 0, to: text.count, by: size).map { place in
        (UInt64(place), Array(text[place..<min(place + size, text.count)]))
      }
      #expect(hits(pieces) == expected, "pieces of \(size) bytes")
    }
  }

  @Test func whatIsLeftOutEndsWhatWasBefore() {
    let (head, tail) = (Array(Self.key.prefix(30)), Array(Self.key.dropFirst(30)))
    #expect(hits([(0, head), (30, tail)]) == [5])
    #expect(hits([(0, head), (4096, tail)]) == [])
    #expect(hits([(0, Self.key), (8192, Self.key)]) == [5, 8197])
  }

  /// A file's bytes and the same on a disk, where something else stands before and behind them.
  @Test func anExcerptIsTheSameInFileAndOnDisk() {
    let catalogue = Self.catalogue
    for place in [0, 5, 440, 500, 510, 511, 512, 700] {
      let file = [UInt8](repeating: 35, count: place) + Self.key
      var (inFile, onDisk) = (SecretScanner(catalogue), SecretScanner(catalogue))
      file.withUnsafeBytes { inFile.take($0, at: 0) }
      let disk = [UInt8](repeating: 64, count: 4096) + file + [UInt8](repeating: 64, count: 900)
      disk.withUnsafeBytes { onDisk.take($0, at: 1 << 20) }
      #expect(inFile.finish().map(\.excerpt) == onDisk.finish().map(\.excerpt), "at \(place)")
    }
  }

  @Test func everyNeedleIsFoundAmongOthers() {
    let needles = ["abc", "bcd", "abcdef", "zzz", "cde"].map { ByteSearch.Needle($0) }
    let text = Array("xxabcdefzzzz".utf8)
    var found: [String] = []
    text.withUnsafeBytes { bytes in
      ByteSearch(needles).forEachMatch(in: bytes) { needle, place in
        found.append("\(String(decoding: needles[needle].bytes, as: UTF8.self))@\(place)")
      }
    }
    #expect(found.sorted() == ["abc@2", "abcdef@2", "bcd@3", "cde@4", "zzz@8", "zzz@9"])
  }
}
