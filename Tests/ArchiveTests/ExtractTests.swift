import Foundation
import Testing

@testable import Archive

private func archive(_ entries: [ArchiveEntry]) throws -> ArchiveReader {
  let writer = try ArchiveWriter(format: .tar)
  for entry in entries { try writer.add(entry, data: entry.kind == .file ? Data("data".utf8) : Data()) }
  return try ArchiveReader(bytes: writer.finish(), name: "test.tar")
}

private func link(_ path: String, _ target: String) -> ArchiveEntry {
  ArchiveEntry(path: path, kind: .symbolicLink(target: target), mode: 0o777)
}

private func hardLink(_ path: String, _ target: String) -> ArchiveEntry {
  ArchiveEntry(path: path, kind: .hardLink(target: target), mode: 0o644)
}

private func file(_ path: String, mode: UInt16 = 0o644) -> ArchiveEntry {
  ArchiveEntry(path: path, kind: .file, mode: mode)
}

private let hostile: [(entries: [ArchiveEntry], message: String)] = [
  ([file("/etc/owned")], "test.tar: refused entry '/etc/owned': the path leaves the folder"),
  ([file("../owned")], "test.tar: refused entry '../owned': the path leaves the folder"),
  ([file("a/../../owned")], "test.tar: refused entry 'a/../../owned': the path leaves the folder"),
  ([file("a/..")], "test.tar: refused entry 'a/..': the path leaves the folder"),
  ([link("l", "/etc")], "test.tar: refused entry 'l': it links to '/etc', outside the folder"),
  ([link("l", "..")], "test.tar: refused entry 'l': it links to '..', outside the folder"),
  ([link("a/l", "../../x")], "test.tar: refused entry 'a/l': it links to '../../x', outside the folder"),
  (
    [link("a/l", "b/../../../a")],
    "test.tar: refused entry 'a/l': it links to 'b/../../../a', outside the folder"
  ),
  (
    [hardLink("h", "/etc/passwd")],
    "test.tar: refused entry 'h': it links to '/etc/passwd', outside the folder"
  ),
  ([hardLink("h", "../x")], "test.tar: refused entry 'h': it links to '../x', outside the folder"),
  // Through a link that is allowed in itself.
  (
    [ArchiveEntry(path: "d", kind: .folder, mode: 0o755), link("l", "d"), file("l/x")],
    "Cannot extract through symlink"
  ),
]

@Test(arguments: hostile)
func hostileEntriesAreRefused(entries: [ArchiveEntry], message: String) throws {
  let folder = try TemporaryFolder()
  let error = #expect(throws: ArchiveError.self) {
    try archive(entries).extract(to: folder.file("inner"))
  }
  #expect(error?.description.contains(message) == true, "\(error as Any)")
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["inner"])
}

@Test func devicesAreRefused() throws {
  let folder = try TemporaryFolder()
  try folder.shell("mkfifo pipe; tar -cf a.tar pipe")
  let error = #expect(throws: ArchiveError.self) {
    try ArchiveReader(path: folder.file("a.tar")).extract(to: folder.file("inner"))
  }
  #expect(error?.description.hasSuffix("refused entry 'pipe': it is a device, socket or named pipe") == true)
}

@Test func aTreeIsExtractedWithModesAndLinks() throws {
  let folder = try TemporaryFolder()
  try archive([
    ArchiveEntry(path: "./", kind: .folder, mode: 0o755),
    ArchiveEntry(path: "./bin/", kind: .folder, mode: 0o750),
    file("./bin/tool", mode: 0o4755), file("secret", mode: 0o600),
    link("bin/alias", "../bin/tool"), hardLink("bin/same", "./bin/tool"),
  ]).extract(to: folder.file("inner"))
  let listing = try folder.shell(
    "cd inner; stat -c '%n %a %F' bin bin/tool secret; readlink bin/alias; cat bin/same")
  #expect(
    listing == """
      bin 750 directory
      bin/tool 755 regular file
      secret 600 regular file
      ../bin/tool
      data
      """)
}

@Test func onlyWantedEntriesAreExtracted() throws {
  let folder = try TemporaryFolder()
  try archive([file("a"), link("bad", "/etc"), file("b")]).extract(to: folder.path) { $0.path != "bad" }
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b"])
}

@Test func aLinkOutsideTheArchiveIsReplacedNotFollowed() throws {
  let folder = try TemporaryFolder()
  try folder.shell("mkdir inner; echo keep > victim; ln -s ../victim inner/a")
  try archive([file("a")]).extract(to: folder.file("inner"))
  #expect(try folder.shell("cat victim inner/a") == "keep\ndata")
}

@Test(
  arguments: [
    ("a", ["a"]), ("./a//b/", ["a", "b"]), (".", []), ("./", []), ("a/./b", ["a", "b"]),
    ("", nil), ("/", nil), ("/a", nil), ("..", nil), ("a/../b", nil), ("a/..", nil),
  ] as [(String, [String]?)])
func pathsAreCleanedOrRefused(path: String, parts: [String]?) {
  #expect(SafePath(path)?.parts.map(String.init) == parts)
}
