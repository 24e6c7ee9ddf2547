import Foundation
import Testing

@testable import Archive

/// An archive with a link of each sort.
private func index() throws -> EntryIndex {
  let writer = try ArchiveWriter(format: .tar)
  let entries: [(String, ArchiveEntry.Kind)] = [
    ("./boot", .folder), ("./boot/linux", .file), ("boot/same", .hardLink(target: "./boot/linux")),
    ("boot/soft", .symbolicLink(target: "../link/linux")), ("link", .symbolicLink(target: "boot")),
    ("away", .symbolicLink(target: "../linux")), ("absolute", .symbolicLink(target: "/boot/linux")),
    ("loop", .symbolicLink(target: "loop/loop")), ("nowhere", .symbolicLink(target: "none")),
    ("here", .symbolicLink(target: ".")),
  ]
  for (path, kind) in entries { try writer.add(ArchiveEntry(path: path, kind: kind, mode: 0o755)) }
  return try EntryIndex(of: ArchiveReader(bytes: writer.finish(), name: "a"))
}

@Test(arguments: [
  ("boot/linux", "boot/linux"), ("./boot//linux", "boot/linux"), ("boot/same", "boot/linux"),
  ("boot/soft", "boot/linux"), ("link/soft", "boot/linux"), ("here/here/boot/linux", "boot/linux"),
  ("none", nil), ("boot/none", nil), ("nowhere", nil), ("here", nil), ("none/linux", nil),
])
func aPathLeadsToAFile(path: String, file: String?) throws {
  #expect(try index().file(path) == file)
}

@Test(arguments: [
  ("boot", "it is no file"), ("link", "it is no file"),
  ("../boot/linux", "it leads out of the archive"), ("boot/../../linux", "it leads out of the archive"),
  ("away", "it leads out of the archive"), ("absolute", "it links to '/boot/linux', outside the archive"),
  ("loop", "its links form a loop"),
])
func aPathThatLeadsElsewhereIsRefused(path: String, reason: String) throws {
  let index = try index()
  let error = #expect(throws: ArchiveError.self) { try index.file(path) }
  #expect(error?.description == "a: refused entry '\(path)': \(reason)")
}

@Test func anArchiveWithAPathOutOfItIsRefused() throws {
  let writer = try ArchiveWriter(format: .tar)
  try writer.add(ArchiveEntry(path: "a/../../b", kind: .file, mode: 0o644))
  let bytes = try writer.finish()
  let error = #expect(throws: ArchiveError.self) {
    try EntryIndex(of: ArchiveReader(bytes: bytes, name: "a"))
  }
  #expect(error?.description == "a: refused entry 'a/../../b': its path leads out of the archive")
}
