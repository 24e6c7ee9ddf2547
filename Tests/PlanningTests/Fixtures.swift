import Diagnostics
import Provisioners
import Recipes
import YAML

/// A small appliance to change one thing of at a time.
enum Fixture {
  static let place = Location(file: "web.yaml", line: 1, column: 1)

  static func script(_ digest: String = "aa", env: [String: String] = [:], secrets: [String] = []) -> Step {
    Step(
      ScriptStep(
        source: Source(
          written: "scripts/a.sh", path: "/r/scripts/a.sh", content: .file(sha256: digest, mode: 0o755)),
        arguments: [], environment: env, secrets: secrets), from: .recipe(place))
  }

  static func file(_ digest: String = "bb", mode: UInt16? = nil, owner: String? = nil) -> Step {
    Step(
      FileStep(
        source: Source(
          written: "files/index.html", path: "/r/files/index.html",
          content: .file(sha256: digest, mode: 0o644)),
        destination: "/var/www/html/index.html", mode: mode, owner: owner), from: .recipe(place))
  }

  static func packages(_ names: PackageName...) -> Step {
    Step(PackagesStep(names.map { Sourced($0, from: .recipe(place)) }), from: .recipe(place))
  }

  static func link(_ recipe: String, _ steps: Step...) -> Link {
    Link(recipe: recipe, file: "\(recipe).yaml", steps: steps)
  }

  /// `debian-13` with a script of its own, and whatever links follow.
  static func appliance(
    _ name: String = "web", timezone: TimeZoneName = "UTC", version: String = "1.0.0", _ links: Link...
  ) -> Appliance {
    Appliance(
      name: name, title: name, description: "", version: version,
      chain: [link("debian-13", script("cc"))] + links,
      system: OperatingSystem(
        distribution: "debian", release: "13", codename: "trixie", architecture: "x86_64"),
      installer: installer, hardware: hardware, install: install(timezone: timezone), groups: [],
      attributes: [:])
  }

  private static let hardware = Hardware(
    cpus: 1, memory: 1 << 30, disks: [Hardware.Disk(name: "system", size: 8 << 30, role: .system)])

  private static let installer = Installer.program(
    .init(
      media: .debianInstaller(
        .archive(
          .init(
            package: "debian-installer-13-netboot-amd64",
            archive: .init(suite: "trixie", keyring: "/k.gpg"), components: []))),
      mirrors: [Sourced("http://mirror.example.org/debian", from: .standard)], memory: 1 << 30))

  private static func install(timezone: TimeZoneName) -> InstallSettings {
    InstallSettings(
      locale: Sourced("en_US.UTF-8", from: .standard), keyboard: Sourced("us", from: .standard),
      timezone: Sourced(timezone, from: .standard), hostname: Sourced("debian", from: .standard),
      authorizedKeys: [], users: [],
      storage: Storage(
        table: Sourced(.mbr, from: .standard),
        partitions: [
          Sourced(
            Storage.Partition(Storage.Extent(size: 2 << 30, grow: true), .mount(.ext4, at: "/")),
            from: .standard)
        ]),
      packages: [], kernelArguments: [], raw: [])
  }
}
