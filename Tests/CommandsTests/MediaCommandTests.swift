import Foundation
import Testing

/// `kiln media`, and `--offline`, without a network.
struct MediaCommandTests {
  /// Digests of `kernel` and `initrd`.
  private static let kernel = "6923dd1bc0460082c5d55a831908c24a282860b7f1cd6c2b79cf1bc8857c639c"
  private static let initrd = "09e6c018d2c8c4903308613dd1b72484d57eadf12ec50ddc8f52e5accce470f2"
  private let program: Program

  init() throws {
    program = try Program()
    try program.write("base.preseed", "d-i debian-installer/locale string C\n")
    try program.write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: debian-installer
        answers: base.preseed
        media:
          kernel: {url: "http://mirror.example.org/linux", sha256: \(Self.kernel)}
          initrd: {url: "http://mirror.example.org/initrd.gz", sha256: \(Self.initrd)}
      hardware: {disks: [{name: system, size: 1GiB, role: system}]}
      install:
        mirror: http://mirror.example.org/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 512MiB, grow: true}]}
      """)
    try program.write("top.yaml", "name: top\nparent: base\nversion: \"1\"\npackages: [hello]\n")
    try program.write("linux", "kernel")
  }

  private var cached: String {
    "\(program.folder)/store/media/sha256/\(Self.kernel.prefix(2))/\(Self.kernel)"
  }

  private func runMedia(_ words: String...) async throws -> Program.Result {
    try await program.run(["media"] + words)
  }

  @Test(
    arguments: [
      (
        ["lst"],
        "unknown action 'lst'; it is one of list, fetch, import, verify, prune (did you mean 'list'?)"
      ),
      (["fetch"], "name the recipes to fetch for, or give --all"),
      (["fetch", "base", "--all"], "name the recipes to fetch for, or give --all"),
      (["import"], "name the file to import"),
      (["verify", "base"], "'verify' takes no name: it looks at all files"),
      (["prune", "base"], "'prune' takes no name: it keeps what any recipe needs"),
      (["list", "--remove"], "'--remove' is not for 'list'"),
    ] as [([String], String)])
  func aMistakeIsNamed(words: [String], message: String) async throws {
    let result = try await program.run(["media"] + words)
    #expect(result.messages == "kiln media: \(message)\nSee 'kiln media --help'.\n")
    #expect(result.status == .exited(2))
  }

  @Test func aFileIsTakenInListedVerifiedAndPruned() async throws {
    let before = try await runMedia("list", "base", "top")
    #expect(
      before.output == """
        RECIPE  MEDIA      STATE    SIZE  WHERE
        base    linux      missing
        base    initrd.gz  missing

        """)
    let taken = try await runMedia("import", "linux", "base", "--offline")
    #expect(taken.status == .exited(0), "\(taken.messages)")
    let after = try await runMedia("list", "base")
    #expect(after.output.contains("base    linux      present   6 B  \(cached)\n"), "\(after.output)")
    #expect(try await runMedia("verify").output == "1 file, 6 B, all as they should be\n")

    try await aFileThatHasChangedIsFound()
    try await whatNoRecipeNeedsIsRemoved()
  }

  private func aFileThatHasChangedIsFound() async throws {
    try program.write("store/media/sha256/\(Self.kernel.prefix(2))/\(Self.kernel)", "kernal")
    let found = try await runMedia("verify")
    #expect(found.status == .exited(1))
    #expect(found.output.hasPrefix("\(cached) (linux): SHA-256 is "))
    #expect(found.output.hasSuffix("1 file, 6 B, 1 wrong\n"))
    #expect(FileManager.default.fileExists(atPath: cached))
    #expect(try await runMedia("verify", "--remove").status == .exited(1))
    #expect(!FileManager.default.fileExists(atPath: cached))
    #expect(try await runMedia("verify").output == "0 files, 0 B, all as they should be\n")
  }

  private func whatNoRecipeNeedsIsRemoved() async throws {
    _ = try await runMedia("import", "linux", "base", "--offline")
    #expect(try await runMedia("prune").output == "0 B freed\n")
    let recipe = try String(contentsOfFile: "\(program.folder)/base.yaml", encoding: .utf8)
    // What a list that is not here says of it nobody knows, so it stays.
    try program.write("key.gpg", "no key")
    let list = "checksums: {url: http://mirror.example.org/SUMS, keyring: key.gpg}"
    try program.write("base.yaml", recipe.replacing("sha256: \(Self.kernel)", with: list))
    #expect(try await runMedia("prune").output == "0 B freed\n")
    try program.write("base.yaml", recipe.replacing(Self.kernel, with: Self.initrd))
    let rows = "MEDIA  SIZE  WHERE\nlinux   6 B  \(cached)\n"
    #expect(try await runMedia("prune", "--dry-run").output == rows + "6 B would be freed\n")
    #expect(FileManager.default.fileExists(atPath: cached))
    #expect(try await runMedia("prune").output == rows + "6 B freed\n")
    #expect(!FileManager.default.fileExists(atPath: cached))
  }

  @Test func aFileThatNoRecipeNeedsIsNotTakenIn() async throws {
    try program.write("other", "other")
    let result = try await runMedia("import", "other", "base")
    #expect(result.status == .exited(1))
    #expect(
      result.messages == """
        kiln: other: SHA-256 is d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa, \
        and no recipe needs such a file:
          base needs linux, \(Self.kernel)
          base needs initrd.gz, \(Self.initrd)

        """)
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/store/media/sha256"))
  }

  @Test func offlineAFetchSaysWhatIsMissing() async throws {
    let result = try await runMedia("fetch", "base", "--offline")
    #expect(result.status == .exited(1))
    #expect(result.messages.hasPrefix("base: http://mirror.example.org/"))
    #expect(result.messages.hasSuffix(": not in the store, and offline nothing is downloaded\n"))
  }

  @Test func offlineABuildSaysAllThatIsMissingBeforeItStarts() async throws {
    let result = try await program.run(["build", "top", "base", "--offline"])
    #expect(result.status == .exited(1))
    #expect(
      result.messages == """
        kiln: offline, nothing was started; missing are:
          base (installed): linux is not in the store
          base (installed): initrd.gz is not in the store
          base (installed): packages are fetched from http://mirror.example.org/debian while it is installed
          base: newer packages are fetched from a mirror
          top: top.yaml:4:12: packages hello: fetched from a mirror

        """)
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/out"))
  }
}
