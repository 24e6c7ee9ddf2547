import Diagnostics
import Recipes
import Testing

@testable import Partitioning

private let gibibyte: UInt64 = 1 << 30

private func at<Value>(_ line: Int, _ value: Value) -> Sourced<Value> {
  Sourced(value, from: .recipe(Location(file: "a.yaml", line: line, column: 1)))
}

private func mount(_ path: MountPoint, _ mebibytes: UInt64, grow: Bool = false) -> Storage.Partition {
  Storage.Partition(Storage.Extent(size: mebibytes << 20, grow: grow), .mount(.ext4, at: path))
}

private func member(_ disk: String? = nil) -> Storage.Partition {
  Storage.Partition(disk: disk, Storage.Extent(size: gibibyte, grow: true), .member(of: "os"))
}

/// A machine of two disks of 4 GiB, `second` the first of them, so that no name is right by chance; the table is written in
/// line 1, partitions in line 2 and on.
private func plan(
  _ rules: PartitionRules, _ firmware: Hardware.Firmware = .bios, _ table: Storage.Table = .gpt,
  _ partitions: [Storage.Partition], arrays: [Storage.RAIDArray] = [], groups: [Storage.VolumeGroup] = [],
  size: UInt64 = 4 * gibibyte
) -> PartitionPlan {
  let appliance = Appliance(
    name: "a", title: "", description: "", version: "1", chain: [],
    system: OperatingSystem(
      distribution: "debian", release: "13", codename: "trixie", architecture: "x86_64"),
    installer: .bootstrap(.init(archive: .init(suite: "trixie", keyring: "/k.gpg"))),
    hardware: Hardware(
      cpus: 1, memory: 0, firmware: firmware,
      disks: [
        Hardware.Disk(name: "second", size: size, role: .data),
        Hardware.Disk(name: "system", size: size, role: .system),
      ]),
    install: InstallSettings(
      locale: at(9, "C.UTF-8"), keyboard: at(9, "us"), timezone: at(9, "UTC"), hostname: at(9, "web"),
      authorizedKeys: [], users: [],
      storage: Storage(
        table: at(1, table), partitions: partitions.enumerated().map { at(2 + $0, $1) },
        arrays: arrays.map { at(20, $0) }, volumeGroups: groups.map { at(21, $0) }),
      packages: [], kernelArguments: [], raw: []),
    groups: [], attributes: [:])
  return PartitionPlan(appliance, rules: rules)
}

/// Each partition of a disk as `NUMBER KIND SIZE`, in MiB.
private func text(_ disk: PartitionPlan.Disk?) -> [String] {
  (disk?.partitions ?? []).map { partition in
    let kind =
      switch partition.content {
      case .bootLoader: "loader"
      case .firmware(let isMounted): isMounted ? "firmware" : "spare"
      case .written: partition.isLogical ? "logical" : "own"
      }
    return "\(partition.number) \(kind) \(partition.size >> 20)"
  }
}

@Suite struct PartitionPlanTests {
  @Test(
    arguments: [
      (.debianInstaller, .bios, .mbr, ["1 own 4094"]),
      (.anaconda, .bios, .gpt, ["1 loader 1", "2 own 4093"]),
      (.debianInstaller, .uefi, .gpt, ["1 firmware 512", "2 own 3582"]),
      (.anaconda, .uefi, .gpt, ["1 firmware 200", "2 own 3894"]),
      (.subiquity, .uefi, .gpt, ["1 firmware 512", "2 own 3582"]),
      (.bootstrap, .uefi, .gpt, ["1 firmware 256", "2 own 3838"]),
    ] as [(PartitionRules, Hardware.Firmware, Storage.Table, [String])])
  func whatTheFirmwareNeedsIsAdded(
    rules: PartitionRules, firmware: Hardware.Firmware, table: Storage.Table, expected: [String]
  ) {
    let plan = plan(rules, firmware, table, [mount("/", 100, grow: true)])
    #expect(text(plan.system) == expected)
    #expect(plan.system?.device == "/dev/vdb")
    #expect(plan.disks.map(\.name) == ["vda", "vdb"])
    #expect(text(plan.disks.first) == [])
    #expect(plan.problems == [])
  }

  @Test(
    arguments: [PartitionRules.debianInstaller, .anaconda, .subiquity, .bootstrap])
  func aSystemPartitionOfTheRecipesOwnIsTaken(rules: PartitionRules) throws {
    let plan = plan(rules, .uefi, .gpt, [mount("/boot/efi", 100), mount("/", 100)])
    #expect(text(plan.system) == ["1 own 100", "2 own 100"])
    #expect(try #require(plan.system).partitions.map(plan.isFirmware) == [true, false])
    #expect(try #require(plan.system).partitions.map { $0.start >> 20 } == [1, 101])
  }

  /// The members of what is booted: a BIOS starts from any, a UEFI only where the rules say so.
  @Test(
    arguments: [
      (.debianInstaller, .bios, ["1 loader 1", "2 own 4093"], ["1 loader 1", "2 own 4093"]),
      (.debianInstaller, .uefi, ["1 own 4094"], ["1 firmware 512", "2 own 3582"]),
      (.subiquity, .uefi, ["1 firmware 512", "2 own 3582"], ["1 spare 512", "2 own 3582"]),
    ] as [(PartitionRules, Hardware.Firmware, [String], [String])])
  func membersOfWhatIsBootedAreBooted(
    rules: PartitionRules, firmware: Hardware.Firmware, second: [String], system: [String]
  ) {
    let array = Storage.RAIDArray(name: "os", level: .raid1, use: .mount(.ext4, at: "/"))
    let plan = plan(rules, firmware, .gpt, [member(), member("second")], arrays: [array])
    #expect(text(plan.disks.first) == second)
    #expect(text(plan.system) == system)
  }

  @Test func anMBRHoldsMoreThanFourInAnExtendedPartition() throws {
    let paths: [MountPoint] = ["/", "/a", "/b", "/c", "/d"]
    let plan = plan(.anaconda, .bios, .mbr, paths.map { mount($0, 100, grow: $0 == "/") })
    #expect(text(plan.system) == ["1 own 3692", "2 own 100", "3 own 100", "5 logical 100", "6 logical 100"])
    let system = try #require(plan.system)
    #expect(system.partitions.map(\.isPrimary) == [true, true, true, false, false])
    #expect(system.partitions.map { $0.start >> 20 } == [1, 3693, 3793, 3894, 3995])
    #expect(system.least >> 20 == 504)
  }

  @Test(
    arguments: [
      (.debianInstaller, "a.yaml:2:1: the partitions need a disk of 4099 MiB, but 'system' has 4096 MiB"),
      (.anaconda, "a.yaml:2:1: the partitions need a disk of 4098 MiB, but 'system' has 4096 MiB"),
      (.subiquity, "a.yaml:2:1: the partitions need a disk of 4098 MiB, but 'system' has 4096 MiB"),
      (.bootstrap, "a.yaml:2:1: the partitions need a disk of 4098 MiB, but 'system' has 4096 MiB"),
    ] as [(PartitionRules, String)])
  func whatDoesNotFitIsSaidWithItsPlace(rules: PartitionRules, message: String) {
    let found = plan(rules, .bios, .gpt, [mount("/", 4095)]).problems.map { "\($0.origin): \($0.value)" }
    #expect(found == [message])
  }

  /// No sum goes round.
  @Test(arguments: [PartitionRules.debianInstaller, .anaconda, .subiquity, .bootstrap])
  func whatIsTooMuchForAnyDiskDoesNotFit(rules: PartitionRules) {
    let huge = Storage.Partition(Storage.Extent(size: .max, grow: true), .mount(.ext4, at: "/"))
    let plan = plan(rules, .uefi, .mbr, [huge, huge, huge, huge, huge])
    #expect(plan.problems.count == 1)
  }

  @Test func anMBRReachesNoFurtherThan2TiB() {
    let plan = plan(.bootstrap, .bios, .mbr, [mount("/", 100)], size: 3 << 40)
    #expect(
      plan.problems.map { "\($0.origin): \($0.value)" } == [
        "a.yaml:1:1: an MBR reaches no further than 2 TiB of disk 'system'; use gpt"
      ])
  }

  @Test(
    arguments: [
      (.anaconda, 2040, nil),
      (
        .anaconda, 2048,
        "a.yaml:21:1: the volumes of volume group 'vg' need 2048 MiB, but its partitions have no more than 2044 MiB"
      ),
      (
        .debianInstaller, 2040,
        "a.yaml:21:1: the volumes of volume group 'vg' need 2048 MiB, but its partitions may have no more than 2044 MiB"
      ),
    ] as [(PartitionRules, UInt64, String?)])
  func volumesMustFitIntoTheirGroup(rules: PartitionRules, size: UInt64, message: String?) {
    let volume = Storage.Volume(name: "srv", Storage.Extent(size: size << 20), .mount(.ext4, at: "/srv"))
    let plan = plan(
      rules, .bios, .gpt,
      [mount("/", 100), Storage.Partition(Storage.Extent(size: 2 * gibibyte), .physicalVolume(of: "vg"))],
      groups: [Storage.VolumeGroup(name: "vg", volumes: [at(22, volume)])])
    #expect(plan.problems.map { "\($0.origin): \($0.value)" } == [message].compactMap(\.self))
  }

  /// What a bounded partition leaves of its share is for the others.
  @Test(
    arguments: [
      (.anaconda, 3972, nil), (.debianInstaller, 3928, nil),
      (
        .debianInstaller, 3932,
        "a.yaml:21:1: the volumes of volume group 'vg' need 3940 MiB, but its partitions may have no more than 3936 MiB"
      ),
    ] as [(PartitionRules, UInt64, String?)])
  func aGroupHasWhatItsPartitionsGrowTo(rules: PartitionRules, size: UInt64, message: String?) {
    let volume = Storage.Volume(name: "srv", Storage.Extent(size: size << 20), .mount(.ext4, at: "/srv"))
    let root = Storage.Extent(size: 100 << 20, grow: true, maximum: 150 << 20)
    let plan = plan(
      rules, .bios, .gpt,
      [
        Storage.Partition(root, .mount(.ext4, at: "/")),
        Storage.Partition(Storage.Extent(size: 100 << 20, grow: true), .physicalVolume(of: "vg")),
      ], groups: [Storage.VolumeGroup(name: "vg", volumes: [at(22, volume)])])
    #expect(plan.problems.map { "\($0.origin): \($0.value)" } == [message].compactMap(\.self))
  }
}
