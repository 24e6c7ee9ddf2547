import Provisioners
import Recipes
import Testing

@Suite struct ResolverTests {
  @Test func distributionResolves() throws {
    let appliance = try RecipeTree().resolver().resolve("debian-13").get()
    #expect(appliance.title == "Debian 13 (trixie)")
    #expect(
      appliance.system
        == OperatingSystem(
          distribution: "debian", release: "13", codename: "trixie", architecture: "x86_64"))
    #expect(
      appliance.hardware
        == Hardware(
          cpus: 1, memory: 1 << 30,
          disks: [
            Hardware.Disk(name: "system", size: 8 << 30, role: .system)
          ]))
    #expect(appliance.installer.kind == .debianInstaller)
    #expect(appliance.installer.program?.memory == 1 << 30)
    guard let media = appliance.installer.program?.media.archive else {
      Issue.record("not media from an archive")
      return
    }
    #expect(media.package == "debian-installer-13-netboot-amd64")
    #expect(media.archive.suite == "trixie")
    #expect(media.archive.keyring == "/usr/share/keyrings/debian-archive-keyring.gpg")
    #expect(
      appliance.installer.mirrors.map(\.value) == [
        "http://mirror.example.org/debian", "http://other.example.org/debian",
      ])
    #expect(appliance.install.hostname == Sourced("localhost", from: .standard))
    #expect(appliance.install.storage.table.value == .gpt)
    #expect(
      appliance.install.storage.partitions.map(\.value)
        == [Storage.Partition(Storage.Extent(size: 2 << 30, grow: true), .mount(.ext4, at: "/"))])
  }

  @Test func mediaMayBeFilesOfThisHostOrDownloads() throws {
    let digest = String(repeating: "ab", count: 32)
    let tree = try RecipeTree([
      "shipped/distributions/local.yaml": """
      name: local
      version: "1"
      os: {distribution: none, release: "1", arch: x86_64}
      installer:
        kind: debian-installer
        media:
          kernel: {file: boot/vmlinuz}
          initrd: {url: "http://mirror.example.org/initrd", sha256: \(digest)}
      hardware: {disks: [{name: system, size: 1GiB, role: system}]}
      install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 512MiB}]}}

      """,
      "shipped/distributions/boot/vmlinuz": "hello\n",
    ])
    guard
      case .direct(let direct)? = try tree.resolver().resolve("local").get().installer.program?.media.files
    else {
      Issue.record("not media given file by file")
      return
    }
    #expect(direct.kernel.addresses[0].hasSuffix("/shipped/distributions/boot/vmlinuz"))
    #expect(
      direct.kernel.check
        == .sha256("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"))
    #expect(
      direct.initrd
        == Installer.MediaFile(addresses: ["http://mirror.example.org/initrd"], check: .sha256(digest)))
  }

  @Test func secretsSayWhereTheirValuesAre() throws {
    let tree = try RecipeTree([
      "web.yaml": """
      name: web
      parent: debian-13
      secrets: {TOKEN: {env: MY_TOKEN}, KEY: {file: private/key}, CERT: {file: /etc/ssl/cert.pem}}
      provision: [{script: web.yaml, secrets: [TOKEN, KEY]}]

      """
    ])
    let appliance = try tree.resolver().resolve("web").get()
    #expect(
      appliance.secrets == [
        "TOKEN": .environment("MY_TOKEN"), "KEY": .file(tree.path("private/key")),
        "CERT": .file("/etc/ssl/cert.pem"),
      ])
    guard let script = appliance.chain[1].steps.first?.action as? ScriptStep else {
      Issue.record("no script")
      return
    }
    #expect(script.secrets == ["TOKEN", "KEY"])
  }

  @Test func orderOfResolvingDoesNotMatter() throws {
    let tree = try RecipeTree([
      "a.yaml": "name: a\nparent: debian-13\npackages: [a]\n",
      "b.yaml": "name: b\nparent: a\npackages: [b]\n",
      "c.yaml": "name: c\nparent: a\npackages: [c, !remove a]\n",
    ])
    let forward = try tree.resolver()
    let backward = try tree.resolver()
    let names = ["a", "b", "c"]
    let one = try names.map { try forward.resolve($0).get() }
    let other = try names.reversed().map { try backward.resolve($0).get() }
    #expect(one == other.reversed())
  }
}
