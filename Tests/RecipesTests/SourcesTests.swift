import Foundation
import Provisioners
import Recipes
import Subprocess
import Testing

@Suite struct SourcesTests {
  private static let hello = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"

  private func content(_ tree: RecipeTree) throws -> Source {
    let steps = try tree.resolver().resolve("web").get().chain[1].steps
    guard let file = try #require(steps.first).action as? FileStep else { throw Unexpected() }
    return file.source
  }

  private struct Unexpected: Error {}

  private func recipe(_ source: String) -> String {
    "name: web\nparent: debian-13\nfiles: [{source: \"\(source)\", to: /srv/x}]\n"
  }

  private func complaint(_ tree: RecipeTree) throws -> [String] { try tree.complaints() }

  @Test func fileIsDigestedWithItsMode() throws {
    let tree = try RecipeTree(["web.yaml": recipe("files/x"), "files/x": "hello\n"])
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: tree.path("files/x"))
    let source = try content(tree)
    #expect(source.written == "files/x")
    #expect(source.path == tree.path("files/x"))
    #expect(source.content == .file(sha256: Self.hello, mode: 0o750))
  }

  @Test func folderIsListedSortedWithLinksAsLinks() throws {
    let tree = try RecipeTree(["web.yaml": recipe("site"), "site/b/x": "hello\n", "site/a": "hello\n"])
    try tree.link("site/c", to: "/opt/current")
    for name in ["site/b/x", "site/a"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: tree.path(name))
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tree.path("site/b"))
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: tree.path("site"))
    #expect(
      try content(tree).content
        == .folder(
          mode: 0o750,
          [
            Source.Entry(path: "a", kind: .file(sha256: Self.hello, mode: 0o644)),
            Source.Entry(path: "b", kind: .folder(mode: 0o755)),
            Source.Entry(path: "b/x", kind: .file(sha256: Self.hello, mode: 0o644)),
            Source.Entry(path: "c", kind: .link(target: "/opt/current")),
          ]))
  }

  private func setAttribute(_ name: String, _ value: [UInt8], of path: String) async throws {
    let program = "import os, sys; os.setxattr(sys.argv[1], sys.argv[2], bytes(map(int, sys.argv[3:])))"
    try await checked(Command("python3", ["-c", program, path, name] + value.map(String.init)))
  }

  @Test func whatModeAndBytesDoNotShowIsReadToo() async throws {
    let tree = try RecipeTree(["web.yaml": recipe("t"), "t/b": "hello\n", "t/holes": ""])
    let manager = FileManager.default
    try manager.linkItem(atPath: tree.path("t/b"), toPath: tree.path("t/c"))
    try manager.createDirectory(atPath: tree.path("t/a"), withIntermediateDirectories: true)
    try manager.linkItem(atPath: tree.path("t/b"), toPath: tree.path("t/a/z"))
    #expect(truncate(tree.path("t/holes"), 1 << 20) == 0)
    try await setAttribute("user.origin", Array("here".utf8), of: tree.path("t/b"))
    guard case .folder(_, let entries) = try content(tree).content else { throw Unexpected() }
    let metadata = Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0.metadata) })
    #expect(metadata["a"] == Source.Metadata.none)
    #expect(metadata["a/z"]?.extendedAttributes == ["user.origin": Array("here".utf8)])
    #expect(metadata["b"] == Source.Metadata(hardLink: "a/z"))
    #expect(metadata["c"] == Source.Metadata(hardLink: "a/z"))
    #expect(metadata["holes"] == Source.Metadata(hasHoles: true))
    #expect(entries.map(\.kind)[2] == entries.map(\.kind)[1], "the same bytes and mode: \(entries)")
  }

  /// A version 2 access list: owner rw, user 1 r, group r, mask r, others none; acl(5), linux/posix_acl_xattr.h.
  @Test func anAccessListIsToldAsLost() async throws {
    let tree = try RecipeTree(["web.yaml": recipe("x"), "x": "hello\n"])
    let entries: [(tag: UInt8, rights: UInt8, id: UInt8?)] = [
      (1, 6, nil), (2, 4, 1), (4, 4, nil), (16, 4, nil), (32, 0, nil),
    ]
    let list = entries.reduce(into: [2, 0, 0, 0] as [UInt8]) { list, entry in
      list += [entry.tag, 0, entry.rights, 0]
      list += entry.id.map { [$0, 0, 0, 0] } ?? [0xFF, 0xFF, 0xFF, 0xFF]
    }
    try await setAttribute("system.posix_acl_access", list, of: tree.path("x"))
    #expect(try content(tree).metadata == Source.Metadata(lost: ["system.posix_acl_access"]))
  }

  @Test(arguments: [
    ("t", "/", "/"), ("t", "/opt/", "/opt"), ("t", "/opt", "/opt"), ("t", "//", "/"),
    ("t/x", "/opt/x", "/opt/x"),
  ])
  func aFolderMayBeWrittenWithASlashAtItsEnd(source: String, to: String, expected: String) throws {
    let tree = try RecipeTree([
      "web.yaml": "name: web\nparent: debian-13\nfiles: [{source: \(source), to: \(to)}]\n", "t/x": "hello\n",
    ])
    let steps = try tree.resolver().resolve("web").get().chain[1].steps
    guard let file = try #require(steps.first).action as? FileStep else { throw Unexpected() }
    #expect(file.destination == expected)
  }

  @Test(arguments: [("/", "/x"), ("/opt/", "/opt/x")])
  func aFileNeedsANameOfItsOwn(to: String, example: String) throws {
    let tree = try RecipeTree([
      "web.yaml": "name: web\nparent: debian-13\nfiles: [{source: t/x, to: \(to)}]\n", "t/x": "hello\n",
    ])
    #expect(
      try complaint(tree) == [
        "web.yaml:3:27: 'to: \(to)' is a folder and 't/x' a file: name the file, such as '\(example)'"
      ])
  }

  @Test func pathsMayGoUpWithinTheRecipeFolder() throws {
    let tree = try RecipeTree(["own/web.yaml": recipe("../shared/x"), "shared/x": "hello\n"])
    #expect(try content(tree).path == tree.path("shared/x"))
  }

  @Test func shippedFilesHaveTheirOwnPrefix() throws {
    let tree = try RecipeTree(["web.yaml": recipe("kiln:provisioners/ready.sh")])
    #expect(try content(tree).path == tree.path("shipped/provisioners/ready.sh"))
  }

  @Test func linkThatLeadsOutIsRefused() throws {
    let tree = try RecipeTree(["web.yaml": recipe("x")])
    try tree.link("x", to: "/etc/hostname")
    #expect(try complaint(tree) == ["web.yaml:3:18: 'x' lies outside the recipe folder 'recipes'"])
  }

  @Test func folderLinkThatLeadsOutIsRefused() throws {
    let tree = try RecipeTree(["web.yaml": recipe("etc/hostname")])
    try tree.link("etc", to: "/etc")
    #expect(try complaint(tree) == ["web.yaml:3:18: 'etc/hostname' lies outside the recipe folder 'recipes'"])
  }

  @Test func pipeIsNotAFile() throws {
    let tree = try RecipeTree(["web.yaml": recipe("pipe")])
    #expect(mkfifo(tree.path("pipe"), 0o600) == 0)
    #expect(try complaint(tree) == ["web.yaml:3:18: 'pipe' is neither a file nor a folder"])
  }

  @Test func answersAreReadWithTheRecipe() throws {
    let tree = try RecipeTree()
    let answers = try tree.resolver().resolve("debian-13").get().installer.program?.answers
    #expect(answers?.text == "# preseed\n")
    #expect(answers?.path == tree.path("shipped/kickstart/debian.preseed"))
  }

  @Test func answersMustBeText() throws {
    let tree = try RecipeTree()
    try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: tree.path("shipped/kickstart/debian.preseed")))
    #expect(
      try tree.complaints(of: "debian-13") == [
        "shipped/distributions/debian-13.yaml:7:12: '../kickstart/debian.preseed' is not text in UTF-8: line 1"
      ])
  }

  /// What no installer reads may be written in what was usual once.
  @Test func commentsOfAnswersMayBeLatin1() throws {
    let tree = try RecipeTree()
    let file = URL(fileURLWithPath: tree.path("shipped/kickstart/debian.preseed"))
    try Data(
      "# caf\u{E9}\nd-i a/b string ünïcode\n".unicodeScalars.flatMap { scalar in
        scalar == "\u{E9}" ? [0xE9] : Array(String(scalar).utf8)
      }
    ).write(to: file)
    let answers = try tree.resolver().resolve("debian-13").get().installer.program?.answers
    #expect(answers?.text == "# café\nd-i a/b string ünïcode\n")
  }
}
