import Foundation
import Testing

@testable import Archive

private func tar(_ count: Int, of size: Int) throws -> Data {
  let writer = try ArchiveWriter(format: .tar)
  for number in 0..<count {
    try writer.add(ArchiveEntry(path: "\(number)", kind: .file, mode: 0o644), data: Data(count: size))
  }
  return try writer.finish()
}

private func drain(_ reader: ArchiveReader) throws {
  while try reader.next() != nil { try reader.forEachPiece { _ in } }
}

@Test(arguments: [
  (Data(), "x: Unrecognized archive format"), (Data("not an archive".utf8), "x: Unrecognized archive format"),
  (Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]), "x: "),
])
func whatIsNoArchiveIsAnError(bytes: Data, message: String) {
  let error = #expect(throws: ArchiveError.self) { try drain(ArchiveReader(bytes: bytes, name: "x")) }
  #expect(error?.description.hasPrefix(message) == true, "\(error as Any)")
}

@Test func missingFileIsNamed() {
  let error = #expect(throws: ArchiveError.self) { try ArchiveReader(path: "/no/such.tar") }
  #expect(error?.description == "/no/such.tar: Failed to open '/no/such.tar'")
}

@Test func everyCutOfAnArchiveIsReadOrRefused() throws {
  let whole = try tar(2, of: 700)
  for length in stride(from: 0, to: whole.count, by: 97) {
    // Whether it is an error depends on where it is cut; it must never be more than that.
    try? drain(ArchiveReader(bytes: whole.prefix(length), name: "cut"))
  }
  #expect(throws: ArchiveError.self) { try drain(ArchiveReader(bytes: whole.prefix(600), name: "cut")) }
}

@Test func limitsHold() throws {
  let bytes = try tar(10, of: 1000)
  for (limits, message) in [
    (ArchiveReader.Limits(entries: 9), "t: holds more than 9 entries"),
    (ArchiveReader.Limits(bytes: 9_999), "t: holds more than 9999 bytes"),
  ] {
    let error = #expect(throws: ArchiveError.self) {
      try drain(ArchiveReader(bytes: bytes, name: "t", limits: limits))
    }
    #expect(error?.description == message)
  }
  try drain(ArchiveReader(bytes: bytes, name: "t", limits: .init(entries: 10, bytes: 10_000)))
}

@Test func dataOverItsLimitIsRefused() throws {
  let reader = try ArchiveReader(bytes: tar(1, of: 1000), name: "t")
  _ = try reader.next()
  #expect(throws: ArchiveError.tooLarge(archive: "t", limit: "999 bytes")) { try reader.data(limit: 999) }
}

@Test func anOuterArchivesFailureIsTheReason() throws {
  let outer = try ArchiveWriter(format: .tar)
  try outer.add(ArchiveEntry(path: "inner.tar", kind: .file, mode: 0o644), data: tar(1, of: 100_000))
  let reader = try ArchiveReader(
    bytes: outer.finish(), name: "outer", limits: .init(bytes: 50_000))
  _ = try reader.next()
  #expect(throws: ArchiveError.tooLarge(archive: "outer", limit: "50000 bytes")) {
    try drain(ArchiveReader(currentEntryOf: reader, name: "inner"))
  }
}

@Test(arguments: ["gzip", "xz", "zstd -q", "bzip2", "cat"])
func streamsAreDecompressed(compressor: String) throws {
  let folder = try TemporaryFolder()
  try folder.shell("seq 100000 > plain; \(compressor) < plain > packed")
  let plain = try Data(contentsOf: URL(filePath: folder.file("plain")))
  let packed = try Data(contentsOf: URL(filePath: folder.file("packed")))
  #expect(try decompress(packed, name: "packed") == plain)
  var pieces = Data()
  try decompress(file: folder.file("packed")) { pieces.append(contentsOf: $0) }
  #expect(pieces == plain)
  #expect(throws: ArchiveError.tooLarge(archive: "packed", limit: "1000 bytes")) {
    try decompress(packed, name: "packed", limit: 1000)
  }
}

@Test func nothingDecompressesToNothing() throws {
  #expect(try decompress(Data(), name: "empty").isEmpty)
  let folder = try TemporaryFolder()
  try folder.shell("xz < /dev/null > packed")
  try decompress(file: folder.file("packed")) { _ in Issue.record("there is nothing in it") }
}

@Test func cutStreamIsAnError() throws {
  let folder = try TemporaryFolder()
  try folder.shell("seq 100000 | xz > packed")
  let packed = try Data(contentsOf: URL(filePath: folder.file("packed")))
  #expect(throws: ArchiveError.self) { try decompress(packed.prefix(packed.count / 2), name: "cut") }
}
