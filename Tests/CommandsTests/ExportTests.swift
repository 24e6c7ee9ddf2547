import Foundation
import Subprocess
import Testing

struct ExportTests {
  private let own: OwnDistribution
  private var folder: String { own.program.folder }

  init() throws {
    own = try OwnDistribution()
    let files = FileManager.default
    try own.program.write("mine/shop/page/index.html", "<p>\n")
    try own.program.write("mine/shop/page/private", "x\n")
    try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder + "/mine/shop/page/private")
    try files.createSymbolicLink(
      atPath: folder + "/mine/shop/page/home", withDestinationPath: "index.html")
    try files.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder + "/mine/scripts/ready.sh")
    try own.program.write(
      "mine/shop/shop.yaml",
      "name: shop\nparent: acme\nversion: \"1\"\nfiles: [{source: page, to: /srv/page}]\n")
  }

  private func keys(_ name: String, recipes: String) async throws -> [String] {
    try await own.run("plan", name, "--format", "json", recipes: recipes).plan().layers.map(\.key)
  }

  @Test func theCopyHasTheSameKeys() async throws {
    let result = try await own.run("export", "shop", "copy")
    #expect(result.status == .exited(0))
    #expect(
      result.messages == """
        copied acme-9.yaml
        copied answers/own.preseed
        copied media/netinst.iso
        copied scripts/ready.sh
        copied shop/page
        copied shop/shop.yaml
        next: kiln build --recipes copy shop

        """)
    let before = try await keys("shop", recipes: "mine")
    try FileManager.default.removeItem(atPath: folder + "/mine")
    #expect(try await keys("shop", recipes: "copy") == before)
    #expect(before.count == 3)
    #expect(
      try String(contentsOfFile: folder + "/copy/acme-9.yaml", encoding: .utf8).hasPrefix(
        "# Kept as it is.\n"))
  }

  @Test func aCopyThatIsNamedByItsPathSaysHowItIsReached() async throws {
    _ = try await own.run("export", "shop", "copy")
    let result = try await own.run("plan", "copy/shop")
    #expect(result.status == .exited(3))
    #expect(
      result.messages.contains("copy/shop: 'shop' is also at mine/shop/shop.yaml:1:7, and that one is taken"),
      "\(result.messages)")
    #expect(result.messages.contains("'shop --recipes copy'"), "\(result.messages)")
  }

  @Test func aShippedOneBuildsWithoutTheLibrary() async throws {
    let shipped = try await own.program.run(["plan", "debian-13", "--format", "json"]).plan().layers.map(
      \.key)
    let result = try await own.program.run(["export", "debian-13", "copy"])
    #expect(result.status == .exited(0), "\(result.messages)")
    #expect(try await keys("debian-13", recipes: "copy") == shipped)
  }

  /// What is in the way, and what is said.
  @Test(arguments: [
    ("shop", "mine", "kiln export: mine is there already; name a folder that is new or empty\n"),
    (
      "shop", "mine/acme-9.yaml",
      "kiln export: mine/acme-9.yaml is there already; name a folder that is new or empty\n"
    ),
    (
      "shop", ".",
      "kiln export: . is the folder that you are in, or holds it; name one that is new, such as ./mine\n"
    ),
    (
      "shop", "..",
      "kiln export: .. is the folder that you are in, or holds it; name one that is new, such as ../mine\n"
    ),
    ("shop", "none/copy", "kiln export: there is no folder FOLDER/none to make it in\n"),
    (
      "shop", "mine/shop/page/copy",
      "kiln export: mine/shop/page/copy lies in FOLDER/mine/shop/page, which is to be copied\n"
    ),
    ("shp", "copy", "no recipe named 'shp' (did you mean 'shop'?)\n"),
  ])
  func nothingIsOverwrittenOrHalfLeft(name: String, path: String, message: String) async throws {
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    let result = try await own.run("export", name, path)
    #expect(result.messages.hasPrefix(message.replacingOccurrences(of: "FOLDER", with: folder)))
    #expect(result.status != .exited(0))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() == before)
  }

  @Test func whatCannotBeReadLeavesNothing() async throws {
    try FileManager.default.removeItem(atPath: folder + "/mine/media/netinst.iso")
    let result = try await own.run("export", "shop", "copy")
    #expect(result.status == .exited(3))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["library", "mine"])
  }

  @Test func anEmptyFolderIsFilled() async throws {
    try FileManager.default.createDirectory(atPath: folder + "/copy", withIntermediateDirectories: false)
    #expect(try await own.run("export", "acme", "copy").status == .exited(0))
    #expect(FileManager.default.fileExists(atPath: folder + "/copy/acme-9.yaml"))
  }

  @Test func twoArgumentsAreNeeded() async throws {
    let result = try await own.run("export", "shop")
    #expect(result.messages.hasPrefix("kiln export: 'shop' is not enough; this verb takes NAME DIR\n"))
    #expect(result.status == .exited(2))
  }
}
