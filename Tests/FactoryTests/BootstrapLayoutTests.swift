import Images
import Partitioning
import Recipes
import Testing

@testable import Roots

struct BootstrapLayoutTests {
  private func storage(_ table: Storage.Table, _ partitions: Storage.Partition...) -> Storage {
    Storage(
      table: Sourced(table, from: .standard), partitions: partitions.map { Sourced($0, from: .standard) })
  }

  private func mount(
    _ path: MountPoint, _ mebibytes: UInt64, grow: Bool = false, maximum: UInt64? = nil
  ) -> Storage.Partition {
    Storage.Partition(
      Storage.Extent(size: mebibytes << 20, grow: grow, maximum: maximum.map { $0 << 20 }),
      .mount(.ext4, at: path))
  }

  @Test func theTableMarksWhatIsBooted() throws {
    let layout = try bootstrapLayout(
      storage(.mbr, Storage.Partition(Storage.Extent(size: 8 << 20), .swap), mount("/", 64)),
      firmware: .bios, size: 100 << 20)
    #expect(
      layout.partitionTable == """
        label: dos
        label-id: \(layout.id)
        start=2048, size=16384, type=S
        start=18432, size=131072, type=L, bootable

        """)
  }

  @Test func identifiersFollowFromTheKey() {
    func ids(_ digit: String) -> DerivedIDs {
      DerivedIDs(key: LayerKey(hex: String(repeating: digit, count: 64)))
    }
    #expect(ids("a").uuid("disk") == ids("a").uuid("disk"))
    #expect(Set([ids("a").uuid("disk"), ids("b").uuid("disk"), ids("a").uuid("hash seed 0")]).count == 3)
  }

  @Test func fstabNamesFileSystemsByTheirIDs() throws {
    let layout = try bootstrapLayout(
      storage(
        .gpt, mount("/", 64), mount("/var", 64), Storage.Partition(Storage.Extent(size: 8 << 20), .swap)),
      firmware: .uefi, size: 1 << 30)
    let ids = layout.partitions.map(\.id)
    #expect(
      layout.fstab == """
        UUID=\(ids[0]) /boot/efi vfat umask=0077 0 1
        UUID=\(ids[1]) / ext4 errors=remount-ro 0 1
        UUID=\(ids[2]) /var ext4 defaults 0 2
        UUID=\(ids[3]) none swap sw 0 0

        """)
    #expect(Set(ids).count == 4)
    #expect(ids[0].wholeMatch(of: /[0-9A-F]{4}-[0-9A-F]{4}/) != nil)
    #expect(
      ids[1].wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    #expect(layout.mountedDeepestFirst.map(\.mount) == ["/boot/efi", "/var", "/"])
  }
}

/// The layout of a machine's one disk.
func bootstrapLayout(
  _ storage: Storage, firmware: Hardware.Firmware, size: UInt64
) throws -> BootstrapLayout {
  func standard<Value>(_ value: Value) -> Sourced<Value> { Sourced(value, from: .standard) }
  let appliance = Appliance(
    name: "web", title: "web", description: "", version: "1", chain: [],
    system: OperatingSystem(
      distribution: "debian", release: "13", codename: "trixie", architecture: "x86_64"),
    installer: .bootstrap(.init(archive: .init(suite: "trixie", keyring: "/k.gpg"))),
    hardware: Hardware(
      cpus: 1, memory: 0, firmware: firmware,
      disks: [Hardware.Disk(name: "system", size: size, role: .system)]),
    install: InstallSettings(
      locale: standard("C.UTF-8"), keyboard: standard("us"), timezone: standard("UTC"),
      hostname: standard("web"), authorizedKeys: [], users: [], storage: storage, packages: [],
      kernelArguments: [], raw: []),
    groups: [], attributes: [:])
  let plan = PartitionPlan(appliance, rules: .bootstrap)
  #expect(plan.problems.isEmpty)
  return BootstrapLayout(
    try #require(plan.system), ids: DerivedIDs(key: LayerKey(hex: String(repeating: "a", count: 64))))
}
