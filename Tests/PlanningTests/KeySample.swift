import Diagnostics
import JSON
import Provisioners
import Recipes
import Testing
import YAML

/// Appliances that have everything that an appliance can have, between them.
struct KeySample: CustomTestStringConvertible {
  var name: String
  var appliance: Appliance
  /// What it has that its way to a root has no use for, beside ``KeyTests/uncounted``.
  var unused: Set<String> = []

  var testDescription: String { name }

  static let all = [
    KeySample(
      name: "debian-installer",
      appliance: sample(
        .program(
          .init(
            media: .debianInstaller(.archive(archive)),
            answers: .init(path: "/r/a.preseed", text: "d-i mirror/country string manual\n"),
            mirrors: mirrors,
            memory: 2 << 30, kernelArguments: [from("console=ttyS0")])))),
    KeySample(
      name: "direct",
      appliance: sample(
        .program(
          .init(
            media: .anaconda(.direct(direct)), mirrors: mirrors, tree: from("BaseOS/x86_64/os"),
            repositories: [.init(name: "AppStream", path: from("AppStream/x86_64/os"))], memory: 2 << 30,
            kernelArguments: [from("console=ttyS0")])))),
    // What grows is given its final size, whatever the least is.
    KeySample(
      name: "iso",
      appliance: sample(
        .program(
          .init(
            media: .subiquity(.iso(iso)), mirrors: mirrors, memory: 2 << 30,
            kernelArguments: [from("console=ttyS0")]))),
      unused: ["install.storage.partitions.value.extent.size"]),
    KeySample(
      name: "image", appliance: sample(.image(.init(file: file("image"), mirrors: mirrors))),
      unused: ["install.locale.value", "install.keyboard.value", "install.storage"]),
    KeySample(
      name: "image of RPMs",
      appliance: sample(
        .image(
          .init(
            file: file("image"), mirrors: mirrors, tree: from("BaseOS/x86_64/os"),
            repositories: [.init(name: "AppStream", path: from("AppStream/x86_64/os"))]))),
      unused: ["install.locale.value", "install.keyboard.value", "install.storage"]),
    KeySample(name: "bootstrap", appliance: sample(.bootstrap(.init(archive: signed, mirrors: mirrors)))),
    KeySample(
      name: "bootstrap of a list",
      appliance: sample(
        .bootstrap(
          .init(
            archive: signed,
            answers: .init(path: "/r/a.preseed", text: "d-i base-installer/includes string vim-tiny\n"),
            mirrors: mirrors)))),
    KeySample(name: "bootstrap of a snapshot", appliance: pinned),
    KeySample(name: "services", appliance: switching),
    KeySample(name: "settings", appliance: setting),
    KeySample(
      name: "on a release", appliance: derived,
      unused: ["installer", "install", "chain.steps.packages", "values"]),
    KeySample(name: "left out", appliance: lean),
    KeySample(name: "a signed OVA", appliance: signedOVA),
  ]

  private static let place = Location(file: "web.yaml", line: 3, column: 7)

  private static func from<Value>(_ value: Value) -> Sourced<Value> { Sourced(value, from: .recipe(place)) }

  private static func step(_ action: any ProvisionerKind) -> Step { Step(action, from: .recipe(place)) }

  private static let signed = Installer.ArchiveSource(suite: "trixie", keyring: "/k.gpg")
  private static let archive = Installer.ArchiveMedia(
    package: "debian-installer-13-netboot-amd64", archive: signed, components: ["nic-usb-modules"])
  private static let direct = Installer.DirectMedia(
    kernel: file("kernel"), initrd: file("initrd", long: true))
  private static let iso = Installer.ISOMedia(
    iso: .init(
      addresses: ["http://mirror.example.org/a.iso"],
      check: .checksums(
        .init(
          file: "a.iso", addresses: ["http://mirror.example.org/SHA256SUMS"],
          signatures: ["http://mirror.example.org/SHA256SUMS.gpg"], keyring: "/k.gpg", keyringSHA256: "ee")),
      size: 7),
    kernel: "casper/vmlinuz", initrd: "casper/initrd")

  private static func file(_ name: String, long: Bool = false) -> Installer.MediaFile {
    .init(addresses: ["/media/\(name)"], check: long ? .sha512("0\(name)") : .sha256("0\(name)"), size: 5)
  }

  private static let mirrors: [Sourced<HTTPAddress>] = [from("http://mirror.example.org/debian")]

  private static func sample(_ installer: Installer) -> Appliance {
    let kind = installer.kind
    var appliance = Appliance(
      name: "web", title: "A web server", description: "serves pages", version: "1.2.0",
      chain: [
        Link(recipe: "debian-13", file: "/r/debian-13.yaml", steps: [step(PackagesStep([from("nginx")]))]),
        Link(
          recipe: "web", file: "/r/web.yaml", digest: "0e", steps: [step(folder), step(page), step(script)]),
      ],
      system: OperatingSystem(
        distribution: kind == .anaconda ? "rocky" : kind == .subiquity ? "ubuntu" : "debian",
        release: kind == .anaconda ? "9.6" : kind == .subiquity ? "24.04" : "13",
        codename: kind == .anaconda ? "" : kind == .subiquity ? "noble" : "trixie", architecture: "x86_64",
        endOfLife: "2028-06-30"),
      installer: installer,
      hardware: Hardware(
        cpus: 2, memory: 1 << 30, firmware: .bios,
        disks: [
          .init(name: "system", size: 16 << 30, role: .system),
          .init(name: "data", size: 16 << 30, role: .data),
        ]),
      install: settings, compression: .zlib, groups: ["staff"], attributes: ["tier": "front"],
      secrets: ["TOKEN": .environment("T")], buildMirror: from("http://near.example.org/debian"))
    switch kind {
    case .debianInstaller:
      appliance.install.storage.partitions[0].value.extent.maximum = nil
      appliance.install.raw = [from("d-i a/b string c")]
    // It would fetch its answers through it.
    case .anaconda: appliance.install.proxy = nil
    case .subiquity: break
    case .bootstrap:
      appliance.install.storage = plain
    case .image: appliance.install = kept
    }
    return appliance
  }

  private static let pinned: Appliance = {
    var appliance = sample(.bootstrap(.init(archive: signed, mirrors: mirrors)))
    appliance.pin = Pin(
      snapshot: Snapshot(
        time: "20261128T000000Z", archive: "http://a.example.org/debian/20261128T000000Z",
        security: "http://a.example.org/debian-security/20261128T000000Z"), epoch: 1_795_824_000)
    appliance.seal = .rewritten
    appliance.test = ImageTest(
      boot: .console, limit: 60, bootsTwice: true, hasNetwork: true,
      checks: [
        from(.script(.init(path: "t.sh", text: "true", environment: ["A": "b"]))),
        from(.http(.init(port: 80, path: "/a", status: 200, body: "hello"))), from(.ports([22, 80])),
        from(.service(.init(name: "nginx", isRunning: true, isEnabled: true))),
        from(.package(.init(name: "nginx", isInstalled: true, version: "1.26*"))),
        from(.file(.init(path: "/a", exists: true, mode: "0644", owner: "root", contains: "x"))),
      ])
    return appliance
  }()

  private static let switching: Appliance = {
    var appliance = sample(.bootstrap(.init(archive: signed, mirrors: mirrors)))
    let services = ServicesStep(
      enable: [from("nginx.service")], disable: [from("ssh.socket")], mask: [from("apt-daily.timer")])
    appliance.chain[1].steps.append(step(services))
    return appliance
  }()

  private static let setting: Appliance = {
    var appliance = sample(.bootstrap(.init(archive: signed, mirrors: mirrors)))
    let all = settings
    let made = SettingsStep(
      SystemSettings(
        locale: all.locale, keyboard: all.keyboard, timezone: all.timezone, hostname: all.hostname,
        certificates: all.certificates, timeServers: all.timeServers, searchDomains: all.searchDomains,
        authorizedKeys: all.authorizedKeys, users: all.users))
    appliance.chain[1].steps.append(step(made))
    return appliance
  }()

  /// Its distribution's link is the release's.
  private static let derived: Appliance = {
    var appliance = sample(.bootstrap(.init(archive: signed, mirrors: mirrors)))
    appliance.base = Appliance.Base(
      name: "base", version: "1.4.0", channel: "stable", manifest: "0d", layers: ["0a", "0b"], links: 1)
    appliance.values = values
    return appliance
  }()

  private static let values: Value? = {
    let origin = #""origin": {"recipe": {"_0": {"file": "web.yaml", "line": 1, "column": 7}}}"#
    let text = """
      {"map": [{"key": "version", "value": {"text": "1", \(origin), "overridden": [{"standard": {}}], "link": 1}},
        {"key": "groups", "value": {"list": [{"text": "staff", \(origin)}], \(origin)}}], \(origin)}
      """
    return try? decodeJSON(Value.self, from: text.utf8)
  }()

  private static let lean: Appliance = {
    var appliance = sample(.bootstrap(.init(archive: signed, mirrors: mirrors)))
    appliance.chain[1].steps.append(step(SettingsStep(SystemSettings(lean: [from(.docs)]))))
    appliance.residue = [from(ResidueAllowance(path: "/srv/*", kind: .token, reason: "for tests"))]
    return appliance
  }()

  private static let signedOVA: Appliance = {
    var appliance = sample(.bootstrap(.init(archive: signed, mirrors: mirrors)))
    appliance.formats = [.qcow2, .ova]
    appliance.ovaSigning = OVASigning(
      certificate: Certificate(name: "site", text: "c"), key: "/etc/kiln/site.key")
    return appliance
  }()

  private static let page = FileStep(
    source: Source(
      written: "page.html", path: "/r/page.html", content: .file(sha256: "aa", mode: 0o644),
      metadata: .init(
        extendedAttributes: ["user.a": [1, 2]], hasHoles: true, lost: ["system.posix_acl_access"])),
    destination: "/srv/page.html", mode: 0o640, owner: "www")

  private static let folder = FileStep(
    source: Source(
      written: "tree", path: "/r/tree",
      content: .folder(
        mode: 0o755,
        [
          .init(path: "a", kind: .file(sha256: "bb", mode: 0o600)),
          .init(path: "b", kind: .file(sha256: "bb", mode: 0o600), metadata: .init(hardLink: "a")),
          .init(path: "c", kind: .folder(mode: 0o700)), .init(path: "d", kind: .link(target: "a")),
        ])),
    destination: "/srv/tree")

  private static let script = ScriptStep(
    source: Source(written: "a.sh", path: "/r/a.sh", content: .file(sha256: "cc", mode: 0o755)),
    arguments: ["one"], environment: ["LEVEL": "2"], secrets: ["TOKEN"])

  private static let settings = InstallSettings(
    locale: from("en_US.UTF-8"), keyboard: from("us"), timezone: from("Europe/Prague"), hostname: from("web"),
    mirror: from("http://named.example.org/debian"), proxy: from("http://proxy.example.org:3128"),
    certificates: [from(Certificate(name: "site", text: "-----BEGIN CERTIFICATE-----\nAA==\n"))],
    timeServers: [from("ntp.example.org")], searchDomains: [from("example.org")],
    authorizedKeys: [from("ssh-ed25519 AAAA root")],
    users: [
      from(
        User(
          name: "ann", fullName: "Ann", groups: ["adm"], sudo: true, authorizedKeys: ["ssh-ed25519 AAAA ann"])
      )
    ],
    storage: volumes, packages: [from("linux-image-amd64")], kernelArguments: [from("quiet")],
    serialConsole: from("ttyS0,115200"), raw: [])

  /// An image that is taken over keeps most of what it has.
  private static let kept = InstallSettings(
    locale: Sourced("C.UTF-8", from: .standard), keyboard: Sourced("us", from: .standard),
    timezone: settings.timezone, hostname: settings.hostname, authorizedKeys: settings.authorizedKeys,
    users: settings.users,
    storage: Storage(
      table: Sourced(.gpt, from: .standard),
      partitions: plain.partitions.map { Sourced($0.value, from: .standard) }), packages: [],
    kernelArguments: [], raw: [])

  /// Growing, bounded, swapped to, and in a volume group.
  private static let volumes = Storage(
    table: from(.gpt),
    partitions: [
      from(.init(.init(size: 2 << 30, grow: true, maximum: 8 << 30), .mount(.ext4, at: "/"))),
      from(.init(.init(size: 1 << 30), .swap)),
      from(.init(disk: "data", .init(size: 4 << 30, grow: true), .physicalVolume(of: "data"))),
    ],
    volumeGroups: [
      from(
        .init(
          name: "data", volumes: [from(.init(name: "srv", .init(size: 1 << 30), .mount(.xfs, at: "/srv")))]))
    ])

  private static let plain = Storage(
    table: from(.gpt),
    partitions: [
      from(.init(.init(size: 2 << 30, grow: true, maximum: 8 << 30), .mount(.ext4, at: "/"))),
      from(.init(disk: "system", .init(size: 1 << 30), .swap)),
    ])
}
