import Foundation
import Testing

@testable import Digests

/// Test vectors: FIPS 180-4 examples, RFC 1321 appendix A.5, and coreutils for the rest.
private let vectors: [(text: String, sha256: String, md5: String)] = [
  (
    "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "d41d8cd98f00b204e9800998ecf8427e"
  ),
  (
    "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "900150983cd24fb0d6963f7d28e17f72"
  ),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "8215ef0796a20bcaaae116d3876c664a"
  ),
]

@Test(arguments: vectors)
func bytesHaveTheirKnownDigests(text: String, sha256 expected: String, md5 expectedMD5: String) throws {
  #expect(sha256(text) == expected)
  #expect(sha256([UInt8](text.utf8)) == expected)
  #expect(try md5([UInt8](text.utf8)) == expectedMD5)
}

@Test(arguments: [0, 1, 4095, 4096, 4097, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3_000_000])
func filesAndStreamsAgreeWithBytes(size: Int) throws {
  let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
  let file = FileManager.default.temporaryDirectory.appending(path: "digest-\(UUID())")
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }

  let stream = SHA256Stream()
  for start in stride(from: 0, to: size, by: 1000) {
    stream.update(Array(bytes[start..<min(start + 1000, size)]))
  }
  let whole = sha256(bytes)
  #expect(stream.finish() == whole)
  #expect(try sha256(file: file.path) == whole)
  #expect(try md5(file: file.path) == md5(bytes))
}

/// Where a file of 8 MiB has a byte; all else is holes, at its end too.
@Test(arguments: [[], [0], [3 << 20], [(8 << 20) - 1], [0, 1 << 20, 5_000_000]])
func holesAreDigestedAsZeros(places: [Int]) throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "digest-\(UUID())")
  defer { try? FileManager.default.removeItem(at: file) }
  #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
  let handle = try FileHandle(forWritingTo: file)
  var bytes = [UInt8](repeating: 0, count: 8 << 20)
  for place in places {
    bytes[place] = 7
    try handle.seek(toOffset: UInt64(place))
    try handle.write(contentsOf: Data([7]))
  }
  try handle.truncate(atOffset: 8 << 20)
  try handle.close()
  #expect(try sha256(file: file.path) == sha256(bytes))
}

@Test(arguments: [
  ("/nonexistent/file", "cannot read /nonexistent/file: No such file or directory"),
  ("/etc", "cannot read /etc: it is no plain file"),
  ("/dev/zero", "cannot read /dev/zero: it is no plain file"),
])
func unreadableFilesAreNamedWithTheSystemsReason(path: String, message: String) {
  let error = #expect(throws: DigestError.self) { try sha256(file: path) }
  #expect(error?.description == message)
}

@Test func aPipeIsNotWaitedFor() throws {
  let path = FileManager.default.temporaryDirectory.appending(path: "kiln-\(UUID().uuidString)").path
  mkfifo(path, 0o600)
  defer { unlink(path) }
  let error = #expect(throws: DigestError.self) { try sha256(file: path) }
  #expect(error?.description == "cannot read \(path): it is no plain file")
}

@Test func fileWithoutAKnownSizeIsReadToItsEnd() throws {
  let contents = try Data(contentsOf: URL(filePath: "/proc/version"))
  #expect(try sha256(file: "/proc/version") == sha256([UInt8](contents)))
}
