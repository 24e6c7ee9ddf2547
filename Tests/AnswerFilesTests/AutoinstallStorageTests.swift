import Recipes
import Testing

@testable import AnswerFiles

private let gibibyte: UInt64 = 1 << 30

private func layout(_ change: (inout Appliance) -> Void) throws -> [String] {
  let actions = try rendered(ubuntu(change), "storage", "config")?.items ?? []
  return actions.map { action in
    action.members.filter { !["type", "preserve", "wipe"].contains($0.key) }.map { member in
      let value = member.value.text ?? member.value.items.compactMap(\.text).joined(separator: "+")
      return member.key == "id" ? value : "\(member.key)=\(value)"
    }.joined(separator: " ")
  }
}

private func growing(_ least: UInt64, _ maximum: UInt64? = nil) -> Storage.Extent {
  Storage.Extent(size: least << 20, grow: true, maximum: maximum.map { $0 << 20 })
}

private func member(_ disk: String? = nil, of use: Storage.Use, _ extent: Storage.Extent) -> Storage.Partition
{
  Storage.Partition(disk: disk, extent, use)
}

private func volume(_ name: StorageName, _ mount: MountPoint, _ extent: Storage.Extent) -> Storage.Volume {
  Storage.Volume(name: name, extent, .mount(.ext4, at: mount))
}

@Suite struct AutoinstallStorageTests {
  @Test func biosFindsItsLoaderOnAGPT() throws {
    #expect(
      try layout { _ in } == [
        "disk-system path=/dev/vda ptable=gpt grub_device=true",
        "disk-system-part1 device=disk-system number=1 size=\(1 << 20) flag=bios_grub",
        "disk-system-part2 device=disk-system number=2 size=\(8189 << 20)",
        "disk-system-part2-format fstype=ext4 volume=disk-system-part2",
        "disk-system-part2-mount path=/ device=disk-system-part2-format",
      ])
  }

  @Test func uefiFindsItsLoaderInAPartitionOfItsOwn() throws {
    let found = try layout { $0.hardware.firmware = .uefi }
    #expect(
      found.prefix(4) == [
        "disk-system path=/dev/vda ptable=gpt grub_device=false",
        "disk-system-part1 device=disk-system number=1 size=\(512 << 20) flag=boot grub_device=true",
        "disk-system-part1-format fstype=fat32 volume=disk-system-part1",
        "disk-system-part1-mount path=/boot/efi device=disk-system-part1-format",
      ])
  }

  @Test func theRecipesOwnSystemPartitionIsTaken() throws {
    let found = try layout {
      $0.hardware.firmware = .uefi
      $0.install.storage.partitions.insert(at(8, partition(.vfat, "/boot/efi", 256 << 20)), at: 0)
    }
    #expect(found.filter { $0.contains("flag=boot") }.count == 1)
    #expect(found[1].contains("size=\(256 << 20) flag=boot grub_device=true"))
  }

  @Test func anMBRHoldsMoreThanFourInAnExtendedPartition() throws {
    let found = try layout {
      $0.install.storage = Storage(
        table: at(6, .mbr),
        partitions: ([root] + ["/a", "/b", "/c"].map { partition(.xfs, $0, gibibyte) } + [swap(gibibyte)])
          .map { at(7, $0) })
    }
    #expect(
      found.filter { $0.contains("number=") }.map {
        $0.split(separator: " ").dropFirst(2).joined(separator: " ")
      } == [
        "number=1 size=\(4092 << 20)", "number=2 size=\(gibibyte)",
        "number=3 size=\(gibibyte)",
        "number=4 size=\(2050 << 20) flag=extended", "number=5 size=\(gibibyte) flag=logical",
        "number=6 size=\(gibibyte) flag=logical",
      ])
  }

  @Test func volumesLieOnTheirGroupAndTheOneThatGrowsIsLast() throws {
    let found = try layout {
      $0.install.storage = Storage(
        table: at(6, .gpt),
        partitions: [
          at(7, partition(.ext4, "/boot", gibibyte)),
          at(8, member(of: .physicalVolume(of: "system"), growing(1024))),
        ],
        volumeGroups: [
          at(
            9,
            Storage.VolumeGroup(
              name: "system",
              volumes: [
                at(10, volume("root", "/", growing(1024))),
                at(11, volume("var", "/var", Storage.Extent(size: 1_000_000_000))),
                at(12, Storage.Volume(name: "swap", Storage.Extent(size: gibibyte), .swap)),
              ]))
        ])
    }
    #expect(found.contains("group-system name=system devices=disk-system-part3"))
    #expect(
      found.filter { $0.contains("volgroup=") } == [
        "volume-system-var name=var volgroup=group-system size=\(239 * 4 << 20)",
        "volume-system-swap name=swap volgroup=group-system size=\(gibibyte)",
        "volume-system-root name=root volgroup=group-system size=-1",
      ])
    #expect(found.contains("volume-system-swap-mount path= device=volume-system-swap-format"))
  }

  @Test(arguments: [Hardware.Firmware.bios, .uefi])
  func eachMemberOfAMirrorBoots(_ firmware: Hardware.Firmware) throws {
    let found = try layout {
      $0.hardware.firmware = firmware
      $0.hardware.disks.append(Hardware.Disk(name: "second", size: 8 << 30, role: .system))
      $0.hardware.disks.append(Hardware.Disk(name: "unused", size: 8 << 30, role: .scratch))
      $0.install.storage = Storage(
        table: at(6, .gpt),
        partitions: [nil, "second"].map { at(7, member($0, of: .member(of: "root"), growing(1024))) },
        arrays: [at(8, Storage.RAIDArray(name: "root", level: .raid1, use: .mount(.ext4, at: "/")))])
    }
    #expect(
      found.contains(
        "raid-root name=root raidlevel=raid1 devices=disk-system-part2+disk-second-part2 spare_devices="))
    #expect(found.filter { $0.contains("grub_device=true") }.count == 2)
    #expect(found.filter { $0.contains("path=/boot/efi") }.count == (firmware == .uefi ? 1 : 0))
    #expect(!found.contains { $0.contains("unused") })
  }

  @Test(arguments: [
    (
      [root, partition(.ext4, "/a", 8 << 30)],
      "7:1: storage: the partitions need a disk of 9219 MiB, but 'system' has 8192 MiB"
    ),
    ([root, partition(.ext4, "/a", 0)], "7:1: storage: a size must be between 1 byte and 1 PiB"),
  ])
  func layoutsThatCannotBeMadeAreRefused(_ partitions: [Storage.Partition], _ problem: String) {
    let found = problems(ubuntu { $0.install.storage.partitions = partitions.map { at(7, $0) } })
    #expect(found == ["debian-13.yaml:" + problem])
  }

  @Test func whatSubiquityCannotExpressIsRefusedByName() {
    let group = Storage.VolumeGroup(
      name: "system",
      volumes: [
        at(10, volume("root", "/", growing(1024, 2048))), at(11, volume("var", "/var", growing(1024))),
      ])
    let found = problems(
      ubuntu {
        $0.hardware.firmware = .uefi
        $0.install.storage = Storage(
          table: at(6, .mbr), partitions: [at(7, member(of: .physicalVolume(of: "system"), growing(1024)))],
          volumeGroups: [at(8, group)])
      })
    #expect(
      found == [
        "debian-13.yaml:6:1: storage: subiquity makes an EFI system partition on a GPT only; use 'table: gpt'",
        "debian-13.yaml:10:1: storage: subiquity knows no bound for a volume that grows; leave 'maximum' of 'root' out",
        "debian-13.yaml:11:1: storage: subiquity lets one volume of a group grow; 'var' is another",
      ])
  }
}
