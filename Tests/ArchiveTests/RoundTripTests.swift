import Foundation
import Testing

@testable import Archive

private let samples: [(entry: ArchiveEntry, data: String)] = [
  (ArchiveEntry(path: "folder", kind: .folder, mode: 0o755), ""),
  (ArchiveEntry(path: "folder/file", kind: .file, size: 5, mode: 0o640), "hello"),
  (ArchiveEntry(path: "folder/empty", kind: .file, mode: 0o600), ""),
  (ArchiveEntry(path: "folder/naïve 名前", kind: .file, size: 3, mode: 0o4755), "abc"),
  (ArchiveEntry(path: "folder/link", kind: .symbolicLink(target: "naïve 名前"), mode: 0o777), ""),
  (
    ArchiveEntry(path: "folder/\(String(repeating: "long", count: 50))", kind: .file, size: 1, mode: 0o644),
    "x"
  ),
]

private func write(_ format: ArchiveWriter.Format, _ compression: ArchiveWriter.Compression = .none) throws
  -> Data
{
  let writer = try ArchiveWriter(format: format, compression: compression)
  for sample in samples { try writer.add(sample.entry, data: Data(sample.data.utf8)) }
  return try writer.finish()
}

private func readAll(_ reader: ArchiveReader) throws -> [(entry: ArchiveEntry, data: String)] {
  var entries: [(ArchiveEntry, String)] = []
  while let entry = try reader.next() {
    entries.append((entry, String(decoding: try reader.data(), as: UTF8.self)))
  }
  return entries
}

@Test(arguments: [ArchiveWriter.Format.tar, .cpio], [ArchiveWriter.Compression.none, .gzip])
func entriesComeBackAsWritten(format: ArchiveWriter.Format, compression: ArchiveWriter.Compression) throws {
  let entries = try readAll(ArchiveReader(bytes: write(format, compression), name: "test"))
  #expect(entries.map(\.data) == samples.map(\.data))
  for (read, written) in zip(entries, samples) {
    var expected = written.entry
    // cpio holds a link's target as its data, and no size for it but that.
    if case .symbolicLink = expected.kind { expected.size = read.entry.size }
    #expect(read.entry == expected)
  }
}

@Test(arguments: [ArchiveWriter.Format.tar, .cpio])
func sameEntriesMakeTheSameBytes(format: ArchiveWriter.Format) throws {
  #expect(try write(format) == write(format))
  let packed = try write(format, .gzip)
  #expect(try write(format, .gzip) == packed)
  // RFC 1952: bytes 4 to 7 are the time of compression, 0 for none.
  #expect([UInt8](packed[4..<8]) == [0, 0, 0, 0])
}

@Test func isoImageComesBackAsWritten() throws {
  let folder = try TemporaryFolder()
  let writer = try ArchiveWriter(path: folder.file("a.iso"), format: .iso9660(volume: "SAMPLE"))
  for sample in samples { try writer.add(sample.entry, data: Data(sample.data.utf8)) }
  try writer.finish()
  let entries = try readAll(ArchiveReader(path: folder.file("a.iso")))
  for sample in samples {
    let found = entries.first { $0.entry.path == sample.entry.path }
    #expect(found?.entry.kind == sample.entry.kind)
    #expect(found?.data == sample.data)
  }
  #expect(
    try folder.shell("dd if=a.iso bs=1 skip=32808 count=6 2>/dev/null")
      == "SAMPLE")
}

@Test func fileContentIsStreamedIntoAnArchive() throws {
  let folder = try TemporaryFolder()
  let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 >> 2) })
  try bytes.write(to: URL(filePath: folder.file("in")))
  let writer = try ArchiveWriter(path: folder.file("a.tar.gz"), format: .tar, compression: .gzip)
  try writer.add(ArchiveEntry(path: "in", kind: .file, mode: 0o644), contentsOf: folder.file("in"))
  try writer.finish()
  let reader = try ArchiveReader(path: folder.file("a.tar.gz"))
  #expect(try reader.next()?.size == 3_000_000)
  #expect(try reader.data() == bytes)
}

@Test func otherProgramsReadWhatIsWritten() throws {
  let folder = try TemporaryFolder()
  try write(.cpio).write(to: URL(filePath: folder.file("a.cpio")))
  try write(.tar, .gzip).write(to: URL(filePath: folder.file("a.tar.gz")))
  let names = samples.map(\.entry.path)
  #expect(try folder.shell("cpio -it --quiet < a.cpio").split(separator: "\n").map(String.init) == names)
  let listing = try folder.shell("LC_ALL=C.UTF-8 tar --quoting-style=literal -tf a.tar.gz")
  #expect(
    listing.split(separator: "\n").map { $0.hasSuffix("/") ? String($0.dropLast()) : String($0) } == names)
}

@Test(arguments: ["gzip", "xz", "zstd -q", "bzip2", "cat"])
func whatOtherProgramsWriteIsRead(compressor: String) throws {
  let folder = try TemporaryFolder()
  try folder.shell(
    "mkdir d; echo hello > d/ünï; ln -s ünï d/l; ln d/ünï d/z; tar --sort=name -cf - d | \(compressor) > a")
  let entries = try readAll(ArchiveReader(path: folder.file("a")))
  #expect(entries.map(\.entry.path) == ["d", "d/l", "d/z", "d/ünï"])
  #expect(entries.map(\.data) == ["", "", "hello\n", ""])
  #expect(entries.last?.entry.kind == .hardLink(target: "d/z"))
}

@Test(arguments: ["ustar", "gnu", "pax", "v7"])
func namesSurviveAnyLocaleAndTarFormat(format: String) async throws {
  let folder = try TemporaryFolder()
  try folder.shell("touch 'ünï'; tar --format=\(format) -cf a.tar 'ünï'")
  // Swift programs start in the C locale, which knows ASCII only.
  let reader = try ArchiveReader(path: folder.file("a.tar"))
  #expect(try reader.next()?.path == "ünï")
}
