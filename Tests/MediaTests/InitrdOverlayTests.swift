import Testing

@testable import Media

@Suite struct InitrdOverlayTests {
  private let layout = InitrdLayout(
    folders: ["usr", "usr/bin", "usr/lib", "usr/lib/x86", "etc"],
    links: ["bin": "usr/bin", "lib": "/usr/lib", "usr/lib/here": "../lib/x86", "loop": "loop"])

  @Test(arguments: [
    ("bin/sh", "usr/bin/sh"), ("/lib/modules/a", "usr/lib/modules/a"), ("lib/here/x", "usr/lib/x86/x"),
    ("bin", "bin"), ("etc/passwd", "etc/passwd"), ("new/a", "new/a"), ("loop/a", "loop/a"),
  ])
  func linksAmongTheFoldersAreFollowed(path: String, resolved: String) {
    #expect(layout.resolved(path) == resolved)
  }

  @Test(
    arguments: [
      ("lib/modules/6.12/kernel/a.ko", "lib/modules/6.12/kernel/a.ko"),
      ("usr/lib/modules/6.12/modules.dep", "lib/modules/6.12/modules.dep"),
      ("lib/modules/6.12", nil), ("etc/modules/6.12/a", nil),
      ("lib/modules/6.12/../../../../root/.ssh/authorized_keys", nil), ("/lib/modules/6.12/a", nil),
    ] as [(String, String?)])
  func onlyModulesBelowTheArchivesRootAreModules(path: String, place: String?) {
    #expect(ModulePath(path)?.path == place)
  }

  @Test func foldersComeBeforeWhatIsInThemAndOnlyWhenNew() {
    var overlay = InitrdOverlay(over: layout)
    overlay.add(InitrdFile(path: "lib/b/c", content: .file([1])))
    overlay.add(InitrdFile(path: "bin", mode: 0o755, content: .folder))
    overlay.add(InitrdFile(path: "etc", mode: 0o700, content: .folder))
    overlay.add(InitrdFile(path: "tmp", mode: 0o1777, content: .folder))
    overlay.add(InitrdFile(path: "bin/sh", mode: 0o755, content: .link("busybox")))
    #expect(
      overlay.entries == [
        InitrdFile(path: "tmp", mode: 0o1777, content: .folder),
        InitrdFile(path: "usr/bin/sh", mode: 0o755, content: .link("busybox")),
        InitrdFile(path: "usr/lib/b", mode: 0o755, content: .folder),
        InitrdFile(path: "usr/lib/b/c", content: .file([1])),
      ])
  }
}
