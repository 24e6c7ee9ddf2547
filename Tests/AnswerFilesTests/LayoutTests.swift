import Recipes
import Testing

@testable import AnswerFiles

private typealias Partition = Storage.Partition
private typealias Volume = Storage.Volume

private func partition(_ size: UInt64, _ use: Storage.Use, disk: String? = nil, grow: Bool = true)
  -> Partition
{
  Partition(disk: disk, Storage.Extent(size: size, grow: grow), use)
}

private func volume(_ name: StorageName, _ extent: Storage.Extent, _ use: Storage.Use) -> Sourced<Volume> {
  at(9, Volume(name: name, extent, use))
}

private let slash = Storage.Use.mount(.ext4, at: "/")
private let format = "method{ format } format{ } use_filesystem{ }"

/// `/boot` and one volume group.
private func volumes(_ volumes: [Sourced<Volume>], size: UInt64 = 5 << 30) -> Appliance {
  debian {
    $0.install.storage = Storage(
      table: at(6, .gpt),
      partitions: [
        at(7, partition(512 << 20, .mount(.ext4, at: "/boot"), grow: false)),
        at(8, partition(size, .physicalVolume(of: "vg"))),
      ], volumeGroups: [at(9, Storage.VolumeGroup(name: "vg", volumes: volumes))])
  }
}

/// An array over two disks, with a volume group and swap on a third.
private func mirrored(_ level: Storage.RAIDLevel = .raid1, _ use: Storage.Use = slash) -> Appliance {
  debian {
    $0.hardware.disks += [
      Hardware.Disk(name: "second", size: 8 << 30, role: .system),
      Hardware.Disk(name: "data", size: 4 << 30, role: .data),
    ]
    $0.install.storage = Storage(
      table: at(6, .gpt),
      partitions: [
        at(7, partition(2 << 30, .member(of: "os"))),
        at(8, partition(2 << 30, .member(of: "os"), disk: "second")),
        at(9, partition(1 << 30, .mount(.xfs, at: "/srv"), disk: "data")),
        at(9, partition(1 << 30, .swap, disk: "data", grow: false)),
      ], arrays: [at(10, Storage.RAIDArray(name: "os", level: level, use: use))])
  }
}

private func hook(_ appliance: Appliance) throws -> [String] {
  let outcome = try Installation.run("preseed/early_command", of: appliance)
  return outcome.files["lib/partman/display.d/60layout"]?.split(separator: "\n").map(String.init) ?? []
}

@Suite struct LayoutTests {
  @Test func volumesAreLinesOfTheRecipeThatOnlyTheirGroupTakes() throws {
    let appliance = volumes([
      volume("root", .init(size: 2 << 30, grow: true), slash),
      volume("var", .init(size: 1 << 30, grow: true, maximum: 2 << 30), .mount(.xfs, at: "/var")),
      volume("swap", .init(size: 300_000_000), .swap),
    ])
    #expect(
      try expertRecipe(appliance).dropFirst(3) == [
        "5370 6370 -1 ext4 method{ lvm } .",
        "2149 3149 -1 ext4 $defaultignore{ } $lvmok{ } in_vg{ vg } lv_name{ root } \(format) filesystem{ ext4 } mountpoint{ / } .",
        "1075 2075 2149 xfs $defaultignore{ } $lvmok{ } in_vg{ vg } lv_name{ var } \(format) filesystem{ xfs } mountpoint{ /var } .",
        "304 304 304 linux-swap $defaultignore{ } $lvmok{ } in_vg{ vg } lv_name{ swap } method{ swap } format{ } .",
      ])
    #expect(
      try hook(appliance).suffix(3) == [
        "vg_create vg /dev/vda3 || fail vg", "perform_recipe_by_lvm vg /tmp/expert_recipe || fail vg",
        "vg_lock_pvs vg /dev/vda3",
      ])
    let file = try render(appliance)
    #expect(
      file.components == ["partman-auto-lvm", "partman-basicfilesystems", "partman-ext3", "partman-xfs"])
    #expect(file.packages.contains("lvm2") && file.packages.contains("xfsprogs"))
  }

  @Test func roomThatNoVolumeTakesStaysFree() throws {
    let appliance = volumes([volume("root", .init(size: 2 << 30), slash)])
    #expect(
      try expertRecipe(appliance).last
        == "6 6 -1 ext4 $defaultignore{ } $lvmok{ } in_vg{ vg } lv_name{ kiln_remainder } .")
    let late = try Installation.value("preseed/late_command", of: appliance)
    #expect(late.contains(" lvremove -q -f vg/kiln_remainder > /dev/null;"))
  }

  @Test(arguments: [(5 << 30, 6 << 30, true), (6 << 30, 5 << 30, true), (7 << 30, 8 << 30, false)])
  func volumesMustFitIntoWhatPartitionsGrowTo(_ group: UInt64, _ size: UInt64, _ fits: Bool) {
    let found = problems(volumes([volume("root", .init(size: size, grow: true), slash)], size: group))
    #expect(
      found
        == (fits
          ? []
          : [
            "debian-13.yaml:9:1: storage: the volumes of volume group 'vg' need 8194 MiB, but its partitions may have no more than 7672 MiB"
          ]))
  }

  @Test func arraysAreMadeOfTheirMembersAndUsedAsAWhole() throws {
    let lines = try hook(mirrored())
    #expect(
      lines.contains(
        "log-output -t layout mdadm --create /dev/md0 --run --force --homehost=any --name=os --level=raid1 --raid-devices=2 /dev/vda2 /dev/vdb2 < /dev/null || fail os"
      ))
    #expect(lines.contains("use /dev/md0 format ext4 /"))
    #expect(lines.contains("layout /dev/vdc /tmp/recipe-vdc"))
    let file = try render(mirrored())
    #expect(file.lines.contains { $0.text == "d-i grub-installer/bootdev string /dev/vda /dev/vdb" })
    #expect(
      file.components == ["partman-basicfilesystems", "partman-ext3", "partman-md", "partman-xfs"])
    #expect(file.packages.contains("mdadm"))
  }

  @Test func furtherDisksHaveRecipesOfTheirOwn() throws {
    let outcome = try Installation.run("preseed/early_command", of: mirrored())
    #expect(
      outcome.files["tmp/recipe-vdc"]
        == "kiln ::\n1075 2075 -1 xfs \(format) filesystem{ xfs } mountpoint{ /srv } .\n1075 1075 1075 linux-swap method{ swap } format{ } .\n"
    )
    #expect(
      outcome.files["tmp/recipe-vdb"]
        == "kiln ::\n1 1 1 free method{ biosgrub } .\n2149 3149 -1 ext4 method{ raid } .\n")
  }

  @Test func groupsMayLieOnArrays() throws {
    var appliance = mirrored(.raid1, .physicalVolume(of: "vg"))
    let volumes = [volume("root", .init(size: 1 << 30, grow: true), slash)]
    appliance.install.storage.volumeGroups = [at(9, Storage.VolumeGroup(name: "vg", volumes: volumes))]
    #expect(try hook(appliance).contains("vg_create vg /dev/md0 || fail vg"))
  }

  @Test(arguments: [(Storage.Table.gpt, "/dev/vda9"), (.mbr, "/dev/vda9")])
  func partitionsAreNumberedAsTheTableDoes(_ table: Storage.Table, _ last: String) throws {
    var appliance = volumes([volume("root", .init(size: 1 << 30, grow: true), slash)])
    appliance.install.storage.table = at(6, table)
    let more = (0..<6).map {
      at(7, partition(1 << 20, .mount(.ext4, at: MountPoint(formed: "/m\($0)")), grow: false))
    }
    appliance.install.storage.partitions.insert(contentsOf: more, at: 0)
    #expect(try hook(appliance).contains("vg_create vg \(last) || fail vg"))
  }

  /// Only the script itself: its libraries are the installer's.
  @Test func theScriptIsSoundShell() throws {
    var appliance = mirrored(.raid1, .physicalVolume(of: "vg"))
    let volumes = [volume("root", .init(size: 1 << 30, grow: true), slash)]
    appliance.install.storage.volumeGroups = [at(9, Storage.VolumeGroup(name: "vg", volumes: volumes))]
    let script = try hook(appliance).joined(separator: "\n")
    let result = try execute(["sh", "-n", "-c", script])
    #expect(result.status == 0, "\(result.output)")
    #expect(script.hasPrefix("#!/bin/sh\n"))
  }

  @Test func oneDiskNeedsNoScript() throws {
    #expect(try hook(debian()).isEmpty)
  }

  @Test(arguments: [
    (
      Storage.Use.mount(.vfat, at: "/srv"),
      "preseed cannot mount vfat at '/srv', where files need owners and modes"
    )
  ]) func saysWhatPartmanRefuses(_ use: Storage.Use, _ message: String) {
    let found = problems(
      debian { $0.install.storage.partitions.append(at(8, partition(1 << 30, use, grow: false))) })
    #expect(found == ["debian-13.yaml:8:1: storage: \(message)"])
  }

  @Test func theSystemDiskMustHoldSomething() {
    let found = problems(
      debian {
        $0.hardware.disks.append(Hardware.Disk(name: "data", size: 8 << 30, role: .data))
        $0.install.storage.partitions = [at(7, partition(1 << 30, slash, disk: "data"))]
      })
    #expect(
      found == ["debian-13.yaml:6:1: storage: preseed needs a partition on the system disk 'system'"])
  }
}
