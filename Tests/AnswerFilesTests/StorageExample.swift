import Recipes

/// A small layout that shows one thing a recipe can ask for.
struct StorageExample: Hashable, Sendable {
  /// What it shows.
  let name: String
  let firmware: Hardware.Firmware
  let storage: Storage

  init(
    _ name: String, firmware: Hardware.Firmware = .bios, table: Storage.Table = .gpt,
    _ partitions: [Storage.Partition], arrays: [Storage.RAIDArray] = [],
    groups: [Storage.VolumeGroup] = []
  ) {
    self.name = name
    self.firmware = firmware
    storage = Storage(
      table: Sourced(table, from: .standard), partitions: Self.sourced(partitions),
      arrays: Self.sourced(arrays), volumeGroups: Self.sourced(groups))
  }

  private static func sourced<Value>(_ values: [Value]) -> [Sourced<Value>] {
    values.map { Sourced($0, from: .standard) }
  }

  /// A machine of four disks with this layout, installed by this installer.
  func appliance(for kind: Installer.Kind) -> Appliance {
    let disks = ["system", "second", "third", "fourth"].map {
      Hardware.Disk(name: $0, size: 32 << 30, role: $0 == "system" ? .system : .data)
    }
    return Appliance(
      name: "example", title: "", description: "", version: "1", chain: [],
      system: kind.exampleSystem, installer: kind.exampleInstaller,
      hardware: Hardware(cpus: 1, memory: 1 << 30, firmware: firmware, disks: disks),
      install: InstallSettings(
        locale: Sourced("en_US.UTF-8", from: .standard), keyboard: Sourced("us", from: .standard),
        timezone: Sourced("UTC", from: .standard), hostname: Sourced("example", from: .standard),
        authorizedKeys: [], users: [], storage: storage, packages: [], kernelArguments: [], raw: []),
      groups: [], attributes: [:])
  }
}

extension Installer.Kind {
  fileprivate var exampleSystem: OperatingSystem {
    switch self {
    case .anaconda:
      OperatingSystem(distribution: "rocky", release: "9", codename: "", architecture: "x86_64")
    case .subiquity:
      OperatingSystem(distribution: "ubuntu", release: "24.04", codename: "noble", architecture: "x86_64")
    case .debianInstaller, .bootstrap, .image:
      OperatingSystem(distribution: "debian", release: "13", codename: "trixie", architecture: "x86_64")
    }
  }

  fileprivate var exampleInstaller: Installer {
    let file = Installer.MediaFile(addresses: ["/boot/installer"], check: .sha256(""))
    let files = Installer.BootFiles.direct(.init(kernel: file, initrd: file))
    let media: Installer.Program.Media =
      switch self {
      case .anaconda: .anaconda(files)
      case .subiquity: .subiquity(files)
      case .debianInstaller, .bootstrap, .image: .debianInstaller(.files(files))
      }
    return .program(
      .init(
        media: media, mirrors: [Sourced("http://mirror.example.org", from: .standard)],
        tree: Sourced("os", from: .standard), memory: 1 << 30))
  }
}
