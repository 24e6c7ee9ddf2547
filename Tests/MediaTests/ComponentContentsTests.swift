import Testing

@testable import Media

@Suite struct ComponentContentsTests {
  @Test func theFilesOfTheNamedComponentsAreRead() {
    let text = """
      etc/mke2fs.conf                       debian-installer/e2fsprogs-udeb
      usr/share/lintian/overrides/x         debian-installer/e2fsprogs-udeb
      usr/a file                            debian-installer/other,debian-installer/e2fsprogs-udeb
      usr/b                                 debian-installer/other
      nonsense

      """
    let contents = ComponentContents([UInt8](text.utf8), of: ["e2fsprogs-udeb", "unknown"])
    #expect(contents.files(of: "e2fsprogs-udeb") == ["etc/mke2fs.conf", "usr/a file"])
    #expect(contents.files(of: "other") == nil)
    #expect(contents.files(of: "unknown") == nil)
  }
}
