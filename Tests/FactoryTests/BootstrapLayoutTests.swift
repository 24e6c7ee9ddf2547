import Recipes
import Testing

@testable import Failures
@testable import Roots

struct BootstrapLayoutTests {
  private static let mebibyte: UInt64 = 1 << 20

  private func storage(_ table: Storage.Table, _ partitions: Storage.Partition...) -> Storage {
    Storage(
      table: Sourced(table, from: .standard), partitions: partitions.map { Sourced($0, from: .standard) })
  }

  private func mount(
    _ path: String, _ mebibytes: UInt64, grow: Bool = false, maximum: UInt64? = nil
  ) -> Storage.Partition {
    Storage.Partition(
      Storage.Extent(size: mebibytes << 20, grow: grow, maximum: maximum.map { $0 << 20 }),
      .mount(.ext4, at: path))
  }

  private func sizes(_ layout: DiskLayout) -> [UInt64] { layout.partitions.map { $0.size >> 20 } }

  @Test func whatIsLeftIsSharedByThoseThatGrow() throws {
    let layout = try DiskLayout(
      storage(
        .mbr, mount("/boot", 100), mount("/", 200, grow: true), mount("/srv", 200, grow: true, maximum: 250)),
      firmware: .bios, size: 1002 << 20)
    #expect(sizes(layout) == [100, 650, 250])
    #expect(layout.partitions.map { $0.start >> 20 } == [1, 101, 751])
  }

  @Test(arguments: [
    (Storage.Table.mbr, Hardware.Firmware.bios, [1000]),
    (.gpt, .bios, [1, 999]),
    (.gpt, .uefi, [256, 744]),
  ])
  func whatTheFirmwareNeedsIsAdded(
    table: Storage.Table, firmware: Hardware.Firmware, expected: [UInt64]
  ) throws {
    let layout = try DiskLayout(
      storage(table, mount("/", 100, grow: true)), firmware: firmware, size: 1002 << 20)
    #expect(sizes(layout) == expected)
  }

  @Test(arguments: [1003, UInt64.max >> 20]) func tooMuchIsAnError(mebibytes: UInt64) {
    let error = #expect(throws: BuildError.self) {
      try DiskLayout(storage(.mbr, mount("/", mebibytes)), firmware: .bios, size: 1002 << 20)
    }
    #expect(
      error?.description
        == "default: the partitions do not fit on a disk of 1002 MiB: "
        + "make the disk larger or the partitions smaller")
  }

  @Test func theTableMarksWhatIsBooted() throws {
    let layout = try DiskLayout(
      storage(.mbr, Storage.Partition(Storage.Extent(size: 8 << 20), .swap), mount("/", 64)),
      firmware: .bios, size: 100 << 20)
    #expect(
      layout.partitionTable == """
        label: dos
        start=2048, size=16384, type=S
        start=18432, size=131072, type=L, bootable

        """)
  }

  @Test func fstabNamesFileSystemsByTheirIDs() throws {
    let layout = try DiskLayout(
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
    #expect(layout.mountedDeepestFirst.map(\.mount) == ["/boot/efi", "/var", "/"])
  }
}
