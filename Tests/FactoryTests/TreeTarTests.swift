import Files
import Foundation
import Provisioners
import Recipes
import Subprocess
import Testing

@testable import Failures
@testable import Guest
@testable import Provisioning

struct TreeTarTests {
  private let folder = TemporaryFolder()

  /// The step that a recipe with this tree has.
  private func step(_ commands: String, to destination: String = "/") async throws -> FileStep {
    let place = "\(folder.path)/recipes"
    try FileSystem.makeFolder("\(place)/tree")
    try await checked(Command("sh", ["-ec", commands], workingDirectory: "\(place)/tree"))
    let distribution = """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer: {kind: image, media: {image: {file: tree/a}, mirrors: [http://mirror.example.org/debian]}}
      hardware: {disks: [{name: system, size: 8GiB, role: system}]}
      files: [{source: tree, to: "\(destination)"}]
      """
    try FileSystem.write(Data(distribution.utf8), to: "\(place)/base.yaml")
    let appliance = try Resolver(Library(folders: [place], shipped: nil, provisioners: .all)).resolve("base")
      .get()
    guard let step = try #require(appliance.chain[0].steps.first).action as? FileStep else {
      throw Unexpected()
    }
    return step
  }

  private struct Unexpected: Error {}

  /// Writes the tar as it would be for an empty image but for `/usr/lib`, to which `/lib` is a link.
  private func tar(of step: FileStep) throws -> String {
    let tar = TreeTar(step)
    let places = tar.items.map { item in
      let path = "/" + item.path.split(separator: "/").joined(separator: "/")
      let real = path == "/lib" || path.hasPrefix("/lib/") ? "/usr" + path : path
      return GuestDestinations.Place(path: real, isThere: ["/", "/usr/lib"].contains(real))
    }
    let path = "\(folder.path)/out.tar"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    try tar.write(
      to: descriptor, GuestDestinations(missing: ["/usr"], places: places), user: 7, group: 8)
    return path
  }

  private static let list = """
    import sys, tarfile
    for m in tarfile.open(sys.argv[1]):
      x = sorted((k.removeprefix("SCHILY.xattr."), v) for k, v in m.pax_headers.items() if k.startswith("SCHILY.xattr."))
      kind = "link" if m.islnk() else "symlink" if m.issym() else "folder" if m.isdir() else "file"
      print(m.name, kind, oct(m.mode), m.uid, m.gid, m.size, m.linkname, len(m.sparse or []), x)
    """

  @Test("case 11: a tree is written with all that it has")
  func aTreeIsWrittenWithAllThatItHas() async throws {
    let step = try await step(
      """
      mkdir lib srv; printf x > a; ln a lib/b; truncate -s 2G srv/holes; printf y >> srv/holes
      python3 -c 'import os; os.setxattr("a", "user.k", b"v")'; ln -s ../x lib/link; chmod 2755 srv; chmod 755 lib; chmod 640 a
      """)
    let path = try tar(of: step)
    #expect((FileSystem.size(of: path) ?? .max) < 100_000, "holes are left out")
    let outcome = try await checked(Command("python3", ["-c", Self.list, path]))
    let lines = String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "./usr folder 0o755 0 0 0  0 []", "./a file 0o640 7 8 1  0 [('user.k', 'v')]",
        "./usr/lib/b link 0o640 7 8 0 ./a 0 []", "./usr/lib/link symlink 0o777 7 8 0 ../x 0 []",
        "./srv folder 0o2755 7 8 0  0 []", "./srv/holes file 0o644 7 8 2147483649  1 []",
      ])
  }

  @Test func aFileThatChangedSinceThePlanIsNotCopied() async throws {
    let step = try await step("printf x > a")
    try FileSystem.write(Data("other".utf8), to: "\(folder.path)/recipes/tree/a")
    let error = #expect(throws: BuildError.self) { try tar(of: step) }
    #expect(
      error?.description
        == "\(folder.path)/recipes/tree/a has changed since the build was planned: build again")
  }

  @Test func whatIsLostIsTold() async throws {
    let list =
      "02000000" + "01000600ffffffff" + "0200040001000000" + "04000400ffffffff" + "10000400ffffffff"
      + "20000000ffffffff"
    let name = "system.posix_acl_access"
    let program = "import os; [os.setxattr(n, '\(name)', bytes.fromhex('\(list)')) for n in 'ab']"
    let step = try await step("printf x > a; printf y > b; python3 -c \"\(program)\"")
    #expect(
      TreeTar(step).losses == [
        "'system.posix_acl_access' of tree/a and 1 more is not copied: set it in a script if the image needs it"
      ])
  }
}
