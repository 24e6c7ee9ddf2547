import Digests
import Foundation
import HTTPServer
import Subprocess
import Testing

/// `kiln outdated` and `--refresh updates`, against a signed repository on this host and layers that nothing built.
struct OutdatedTests {
  private let program: Program
  private let server: HTTPServer

  init() async throws {
    program = try Program()
    server = try await Self.serve(program)
    try program.write("base.ks", "lang C.UTF-8\n")
    try program.write("boot.iso", "stands for a CD image")
    try program.write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: rocky, release: "9", arch: x86_64}
      installer:
        kind: anaconda
        answers: base.ks
        media:
          mirrors: ["http://127.0.0.1:\(server.port)"]
          iso: {path: boot.iso, checksums: {path: CHECKSUM, keyring: key.gpg}}
          kernel: {iso_path: vmlinuz}
          initrd: {iso_path: initrd.img}
        tree: repo
        repositories: {own: repo}
      hardware: {disks: [{name: system, size: 1GiB, role: system}]}
      install: {storage: {table: gpt, partitions: [{mount: /, filesystem: xfs, size: 512MiB, grow: true}]}}
      """)
    for name in ["top", "proxy"] {
      try program.write("\(name).yaml", "name: \(name)\nparent: base\nversion: \"1\"\npackages: [\(name)]\n")
    }
    try program.write("shop.yaml", "name: shop\nparent: proxy\nversion: \"1\"\n")
  }

  private static let primary = """
    <metadata><package type="rpm"><name>openssl</name><arch>x86_64</arch><version epoch="1" ver="3.1" rel="1"/></package>
    <package type="rpm"><name>nginx</name><arch>x86_64</arch><version epoch="0" ver="2.0" rel="1"/></package></metadata>
    """
  private static let advisories = """
    <updates><update type="security"><pkglist><collection>
    <package name="openssl" epoch="1" version="3.1" release="1" arch="x86_64"/></collection></pkglist></update></updates>
    """

  /// Serves a repository signed by a throw-away key, `key.gpg`.
  private static func serve(_ program: Program) async throws -> HTTPServer {
    let files = ["primary": primary, "updateinfo": advisories]
    let data = files.map { type, text in
      """
      <data type="\(type)"><checksum type="sha256">\(sha256(Array(text.utf8)))</checksum>\
      <location href="repodata/\(type).xml"/></data>
      """
    }
    try program.write("repomd.xml", "<repomd>\(data.sorted().joined())</repomd>")
    let script = """
      set -e; umask 077; mkdir home; export GNUPGHOME=$PWD/home
      gpg -q --batch --passphrase '' --quick-gen-key 'Test <test@example.org>' ed25519 sign never
      gpg --export > key.gpg; gpg -q --batch --detach-sign --armor repomd.xml; gpgconf --kill gpg-agent
      """
    try await checked(Command("/bin/sh", ["-c", script], workingDirectory: program.folder))
    let routes = ["repomd.xml", "repomd.xml.asc"].map {
      Route.get("/repo/repodata/\($0)", file: "\(program.folder)/\($0)")
    }
    return try HTTPServer(
      routes: routes
        + files.map { type, text in
          .get("/repo/repodata/\(type).xml") { Array(text.utf8) }
        }, onRequest: { _ in })
  }

  /// Puts the layers of an appliance into the store as if they had been built; the installed disk has no record.
  private func pretend(_ appliance: String, _ packages: [String: [String]]) async throws {
    let plan = try await program.run(["plan", appliance, "--format", "json"]).plan()
    for (index, layer) in plan.layers.enumerated() {
      var files = [
        "layer.json": """
        {"record": {"name": {"recipe": "\(layer.recipe)", "isInstall": \(index == 0)}, "key": "\(layer.key)",
        "inputs": []}, "facts": {"built": "2026-01-02T03:04:05Z", "seconds": 1, "accelerator": "tcg",
        "tools": {"kiln": "0", "qemu": "0", "libguestfs": "0"}}}
        """
      ]
      if index > 0, let lines = packages[layer.recipe] {
        let list = lines.map { line in
          let words = line.split(separator: " ")
          return "{\"name\": \"\(words[0])\", \"version\": \"\(words[1])\", \"architecture\": \"x86_64\"}"
        }
        files["packages.json"] = "{\"format\": \"rpm\", \"packages\": [\(list.joined(separator: ","))]}"
      }
      try program.writeLayer(layer.key, files)
    }
  }

  private static let old = ["openssl 1:3.0-1", "bash 5-1"]

  @Test func theWorstComesFirstWithWhatWouldBeRebuilt() async throws {
    try await pretend("proxy", ["base": Self.old, "proxy": Self.old + ["nginx 1.0-1"]])
    let result = try await program.run(["outdated", "base", "top", "proxy"])
    #expect(
      result.output == """
        NAME   SECURITY  OTHER  BUILT       REBUILDS
        proxy         1      1  2026-01-02  base, proxy, shop, top
        base          1      0  2026-01-02  base, proxy, shop, top
        top                     not built

        """)
    #expect(result.status == .exited(0), "\(result.messages)")
  }

  /// What a freshness check has fetched serves `kiln check`, and changes no exit status; before that nothing is known.
  @Test func packagesThatTheIndexesLackAreWarnedOf() async throws {
    try program.write("web.yaml", "name: web\nparent: base\nversion: \"1\"\npackages: [ngnix, openssl]\n")
    #expect(try await !program.run(["check", "web"]).output.contains("ngnix"))
    try await pretend("proxy", ["base": Self.old, "proxy": Self.old])
    #expect(try await program.run(["outdated", "proxy"]).status == .exited(0))
    server.stop()
    let check = try await program.run(["check", "web"])
    #expect(
      check.output.split(separator: "\n").filter { $0.contains("web.yaml") } == [
        "web.yaml:4:12: warning: no package 'ngnix' in rocky 9 (did you mean 'nginx'?)"
      ])
    #expect(check.status == .exited(0))
    let plan = try await program.run(["plan", "web"])
    #expect(plan.messages.contains("kiln: web.yaml:4:12: no package 'ngnix' in rocky 9"), "\(plan.messages)")
  }

  @Test func theJSONIsAsItsSchemaSays() async throws {
    try await pretend("proxy", ["base": ["bash 5-1"], "proxy": ["bash 5-1", "nginx 1.0-1"]])
    let result = try await program.run(["outdated", "proxy", "top", "base", "--format", "json"])
    try program.write("outdated.json", result.output)
    let schema = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../schemas/outdated.schema.json").standardizedFileURL.path
    let check = """
      import json, jsonschema, sys
      found = json.load(open(sys.argv[1]))
      jsonschema.validate(found, json.load(open(sys.argv[2])))
      proxy = found["appliances"][0]
      assert proxy["updates"] == [{"name": "nginx", "architecture": "x86_64", "installed": "1.0-1",
        "available": "2.0-1", "security": False, "recipe": "proxy"}], proxy
      assert proxy["rebuilds"] == ["proxy", "shop"], proxy
      assert len(found["indexes"]) == 1, found
      """
    try await checked(Command("/usr/bin/python3", ["-c", check, "\(program.folder)/outdated.json", schema]))
  }

  @Test func whatCannotBeFoundOutIsSaidAndFails() async throws {
    try await pretend("proxy", ["base": Self.old])
    let unrecorded = try await program.run(["outdated", "proxy"])
    #expect(unrecorded.output.hasSuffix("2026-01-02  unknown: built before packages were recorded\n"))
    #expect(unrecorded.status == .exited(1))
    try program.write("repomd.xml", "<repomd/>")
    let refused = try await program.run(["outdated", "base"])
    #expect(
      refused.output.contains("unknown: http://127.0.0.1:\(server.port)/repo/repodata/repomd.xml: signature"))
    #expect(refused.status == .exited(1))
  }

  /// A record that was altered says nothing, least of all that all is up to date.
  @Test(arguments: ["layer.json", "packages.json"])
  func damagedRecordsAreNotBelieved(file: String) async throws {
    try await pretend("base", ["base": Self.old])
    let plan = try await program.run(["plan", "base", "--format", "json"]).plan()
    let path = "store/layers/\(try #require(plan.layers.last).key)/\(file)"
    let text = try String(contentsOfFile: "\(program.folder)/\(path)", encoding: .utf8)
    try program.write(path, text.replacing("1:3.0-1", with: "1:3.1-1").replacing("2026", with: "2027"))
    let result = try await program.run(["outdated", "base"])
    #expect(result.status == .exited(1))
    #expect(result.output.contains("unknown: layer "), "\(result.output)")
    #expect(result.output.contains("\(file) has SHA-256 "), "\(result.output)")
    let json = try await program.run(["outdated", "base", "--format", "json"]).output
    #expect(json.contains(#/"cause" ?: "store-damaged"/#), "\(json)")
  }

  @Test func offlineTheAgeOfWhatIsHereIsSaid() async throws {
    try await pretend("base", ["base": Self.old])
    let never = try await program.run(["outdated", "base", "--offline"])
    #expect(never.output.contains("not in the store, and offline nothing is downloaded"))
    #expect(never.status == .exited(1))
    _ = try await program.run(["outdated", "base"])
    server.stop()
    let result = try await program.run(["outdated", "base", "--offline"])
    #expect(
      result.messages
        == "http://127.0.0.1:\(server.port)/repo/repodata/repomd.xml: last asked 0 minutes ago\n")
    #expect(result.status == .exited(0))
  }

  @Test func aPlanRefreshesTheLayerThatBroughtTheOutdatedPackages() async throws {
    try await pretend("proxy", ["base": ["openssl 1:3.1-1"], "proxy": ["openssl 1:3.1-1", "nginx 1.0-1"]])
    #expect(try await reasons("proxy") == [nil, nil, nil])
    #expect(try await reasons("proxy", "--refresh", "updates") == [nil, nil, "1 other update"])
    #expect(try await reasons("proxy", "--refresh", "99999d") == [nil, nil, nil])
    let old = try await reasons("proxy", "--refresh", "1d")
    #expect(old[0] == nil)
    #expect(old[1]?.hasPrefix("built ") == true)
    #expect(old[2] == "never built", "its parent is another one, and it has no history")
  }

  /// A version that a refresh did not get is no reason for another.
  @Test func whatWasSoughtInVainIsNotSoughtAgain() async throws {
    try await pretend("base", ["base": Self.old])
    let installed = try await program.run(["plan", "base", "--format", "json"]).plan().layers[0].key
    try program.write(
      "store/refreshes/x.json",
      """
      {"parent": "\(installed)", "recipe": "base", "refresh": {"stamp": "2026-01-01T00:00:00Z",
      "sought": {"openssl": "1:3.1-1"}, "reason": {"outdated": {"security": 1, "other": 0}}}}
      """)
    try await pretend("base", ["base": Self.old])
    #expect(try await reasons("base", "--refresh", "updates") == [nil, nil])
    #expect(try await program.run(["outdated", "base"]).output.contains("base         1      0"))
  }

  @Test func whereNothingIsKnownAllIsKept() async throws {
    try await pretend("base", [:])
    let result = try await program.run(["plan", "base", "--refresh", "updates", "--format", "json"])
    #expect(try result.plan().layers.map(\.reason) == [nil, nil])
    #expect(
      result.messages
        == "kiln: base: whether it is outdated is unknown, and it is kept: built before packages were recorded\n"
    )
  }

  @Test func anUnknownPolicyIsNamed() async throws {
    let result = try await program.run(["plan", "base", "--refresh", "weekly"])
    #expect(
      result.messages
        == "kiln plan: --refresh takes 'never', 'updates' or an age such as 7d, 12h or 30min, not 'weekly'\n"
        + "See 'kiln plan --help'.\n")
    #expect(result.status == .exited(2))
  }

  private func reasons(_ words: String...) async throws -> [String?] {
    try await program.run(["plan", "--format", "json"] + words).plan().layers.map(\.reason)
  }
}
