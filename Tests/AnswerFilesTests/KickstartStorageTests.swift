import Recipes
import Testing

@testable import AnswerFiles

private typealias Partition = Storage.Partition

/// The lines that lay out the disks.
private func layout(_ appliance: Appliance) throws -> [String] {
  let commands = ["ignoredisk", "clearpart", "part", "raid", "volgroup", "logvol", "btrfs"]
  return try texts(appliance).filter { line in commands.contains { line.hasPrefix($0 + " ") } }
}

private func storageProblems(
  _ release: String = "9.6", _ change: (inout Appliance) -> Void
) -> [String] {
  problems(rocky(release, change)).map { $0.replacing("storage: ", with: "") }
}

private func extent(_ mebibytes: UInt64, grow: Bool = false, maximum: UInt64? = nil) -> Storage.Extent {
  Storage.Extent(size: mebibytes << 20, grow: grow, maximum: maximum.map { $0 << 20 })
}

private func volume(_ name: StorageName, _ mebibytes: UInt64, _ use: Storage.Use) -> Sourced<Storage.Volume> {
  at(9, Storage.Volume(name: name, extent(mebibytes), use))
}

@Suite struct KickstartStorageTests {
  @Test func volumesOnSeveralDisks() throws {
    let appliance = rocky {
      $0.hardware.disks.append(Hardware.Disk(name: "data", size: 4 << 30, role: .data))
      $0.install.storage.partitions = [
        at(7, partition(.xfs, "/boot", 1 << 30)),
        at(7, Partition(extent(2048, grow: true, maximum: 4096), .physicalVolume(of: "vg"))),
        at(7, Partition(disk: "data", extent(1024, grow: true), .physicalVolume(of: "vg"))),
      ]
      $0.install.storage.volumeGroups = [
        at(
          8,
          Storage.VolumeGroup(
            name: "vg",
            volumes: [volume("root", 1024, .mount(.ext4, at: "/")), volume("swap", 512, .swap)]))
      ]
    }
    #expect(
      try layout(appliance) == [
        "ignoredisk --only-use=vda,vdb",
        "clearpart --all --initlabel --disklabel=gpt --drives=vda,vdb",
        "part biosboot --fstype=biosboot --size=1 --ondisk=vda",
        "part /boot --fstype=xfs --size=1024 --ondisk=vda",
        "part pv.2 --size=2048 --grow --maxsize=4096 --ondisk=vda",
        "part pv.3 --size=1024 --grow --ondisk=vdb",
        "volgroup vg pv.2 pv.3",
        "logvol / --fstype=ext4 --vgname=vg --name=root --size=1024",
        "logvol swap --fstype=swap --vgname=vg --name=swap --size=512",
      ])
  }

  @Test func arraysOfPartitions() throws {
    let appliance = rocky {
      $0.hardware.disks.append(Hardware.Disk(name: "second", size: 4 << 30, role: .system))
      $0.install.storage.table = at(6, .mbr)
      $0.install.storage.partitions = ["system", "second"].map {
        at(7, Partition(disk: $0, extent(3000), .member(of: "r")))
      }
      $0.install.storage.arrays = [
        at(8, Storage.RAIDArray(name: "r", level: .raid1, use: .mount(.xfs, at: "/")))
      ]
    }
    #expect(
      try layout(appliance) == [
        "ignoredisk --only-use=vda,vdb",
        "clearpart --all --initlabel --disklabel=msdos --drives=vda,vdb",
        "part raid.1 --size=3000 --ondisk=vda",
        "part raid.2 --size=3000 --ondisk=vdb",
        "raid / --fstype=xfs --device=r --level=RAID1 raid.1 raid.2",
      ])
  }

  /// Anaconda writes GRUB to the disk of each member, and wants room for it on each.
  @Test func everyDiskOfAnArrayThatIsBootedFromHasItsOwnBootPartition() throws {
    let appliance = rocky { Self.mirror(&$0, .raid1) }
    #expect(
      try layout(appliance).filter { $0.contains("biosboot") } == [
        "part biosboot --fstype=biosboot --size=1 --ondisk=vda",
        "part None --fstype=biosboot --size=1 --ondisk=vdb",
      ])
    let other = rocky {
      Self.mirror(&$0, .raid1)
      $0.install.storage.partitions.append(at(9, partition(.xfs, "/boot", 1 << 29)))
    }
    #expect(try layout(other).count { $0.contains("biosboot") } == 1)
  }

  @Test func fedoraBootsFromNoOtherArrayThanRAID1() {
    #expect(problems(fedora { Self.mirror(&$0, .raid1) }) == [])
    #expect(problems(rocky { Self.mirror(&$0, .raid0) }) == [])
    #expect(
      problems(fedora { Self.mirror(&$0, .raid0) }) == [
        "debian-13.yaml:8:1: storage: Fedora 44 boots from no array but raid1; mount another at '/boot'"
      ])
  }

  private static func mirror(_ appliance: inout Appliance, _ level: Storage.RAIDLevel) {
    appliance.hardware.disks.append(Hardware.Disk(name: "second", size: 4 << 30, role: .system))
    appliance.install.storage.partitions = ["system", "second"].map {
      at(7, Partition(disk: $0, extent(3000), .member(of: "r")))
    }
    appliance.install.storage.arrays = [
      at(8, Storage.RAIDArray(name: "r", level: level, use: .mount(.xfs, at: "/")))
    ]
  }

  /// As LVM and mdadm count: 1 MiB for each physical volume, whole extents of 4 MiB.
  @Test(
    arguments: [
      (2048, 1024, nil),
      (
        2048, 2048,
        "8:1: storage: the volumes of volume group 'vg' need 2048 MiB, but its partitions have no more than 2044 MiB"
      ),
      (
        5000, 1024, "7:1: storage: the partitions need a disk of 5002 MiB, but 'data' has 4096 MiB"
      ),
    ] as [(UInt64, UInt64, String?)])
  func whatDoesNotFitIsRefusedOnAnyDisk(partition: UInt64, volume size: UInt64, problem: String?) {
    func change(_ appliance: inout Appliance) {
      appliance.hardware.disks.append(Hardware.Disk(name: "data", size: 4 << 30, role: .data))
      appliance.install.storage.partitions.append(
        at(7, Partition(disk: "data", extent(partition), .physicalVolume(of: "vg"))))
      appliance.install.storage.volumeGroups = [
        at(8, Storage.VolumeGroup(name: "vg", volumes: [volume("srv", size, .mount(.ext4, at: "/srv"))]))
      ]
    }
    #expect(problems(rocky { change(&$0) }) == [problem.map { "debian-13.yaml:" + $0 }].compactMap(\.self))
    #expect(problems(ubuntu { change(&$0) }) == [problem.map { "debian-13.yaml:" + $0 }].compactMap(\.self))
  }

  @Test func fedoraHasBtrfs() throws {
    let appliance = fedora {
      $0.install.storage.partitions = [
        at(7, partition(.ext4, "/boot", 1 << 30)), at(8, partition(.btrfs, "/", 2 << 30, grow: true)),
      ]
    }
    #expect(
      try layout(appliance).suffix(2) == [
        "part btrfs.2 --size=2048 --grow --ondisk=vda", "btrfs / btrfs.2",
      ])
  }

  @Test func firmwareGetsItsPartition() throws {
    let uefi = try layout(rocky { $0.hardware.firmware = .uefi })
    #expect(uefi.contains("part /boot/efi --fstype=efi --size=200 --ondisk=vda"))
    let own = try layout(
      rocky {
        $0.hardware.firmware = .uefi
        $0.install.storage.partitions.append(at(8, partition(.vfat, "/boot/efi", 100 << 20)))
      })
    #expect(own.filter { $0.contains("efi") } == ["part /boot/efi --fstype=efi --size=100 --ondisk=vda"])
  }

  @Test func aPartialLayoutGivesWay() throws {
    let lines = try layout(
      rocky { $0.installer.booted.answers = kickstartPartial("autopart --type=lvm\nclearpart --none\n") })
    #expect(lines.count { $0.hasPrefix("clearpart") } == 1)
    #expect(try !texts(rocky()).contains { $0.hasPrefix("autopart") })
  }

  @Test(arguments: [
    (partition(.btrfs, "/srv", 1 << 20), "7:1: RHEL 9 has no btrfs; use ext4 or xfs"),
    (partition(.vfat, "/boot", 1 << 20), "7:1: '/boot' cannot be vfat"),
    (partition(.xfs, "/boot/efi", 1 << 20), "7:1: '/boot/efi' must be vfat"),
    (partition(.xfs, "/etc", 1 << 20), "7:1: '/etc' must be on the file system of '/'"),
    (
      partition(.xfs, "/srv", 8 << 30),
      "7:1: the partitions need a disk of 9219 MiB, but 'system' has 8192 MiB"
    ),
    (
      Storage.Partition(disk: "none", extent(1), .swap), "7:1: 'none' is none of the first 26 disks"
    ),
  ]) func saysWhatAnacondaCannotDo(_ partition: Storage.Partition, _ problem: String) {
    #expect(
      storageProblems { $0.install.storage.partitions.append(at(7, partition)) } == [
        "debian-13.yaml:\(problem)"
      ])
  }

  @Test func bootsFromNoLogicalVolume() {
    let found = storageProblems {
      $0.install.storage.partitions = [at(7, Partition(extent(4096), .physicalVolume(of: "vg")))]
      let volumes = [volume("root", 1024, .mount(.ext4, at: "/"))]
      $0.install.storage.volumeGroups = [at(8, Storage.VolumeGroup(name: "vg", volumes: volumes))]
    }
    #expect(
      found == ["debian-13.yaml:9:1: Anaconda boots from no logical volume; mount a partition at '/boot'"])
  }

  @Test func theTableMustFit() {
    #expect(
      storageProblems {
        $0.install.storage.table = at(6, .mbr)
        $0.hardware.firmware = .uefi
      } == ["debian-13.yaml:6:1: Anaconda wants a GPT where a UEFI boots; use gpt"])
    #expect(
      storageProblems {
        $0.install.storage.table = at(6, .mbr)
        $0.hardware.disks[0].size = 3 << 40
      } == ["debian-13.yaml:6:1: an MBR reaches no further than 2 TiB of disk 'system'; use gpt"])
    #expect(
      storageProblems { $0.hardware.disks = [] } == [
        "debian-13.yaml:6:1: none of the first 26 disks has the role 'system'"
      ])
  }
}
