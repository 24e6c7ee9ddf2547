import Recipes
import Testing

@testable import AnswerFiles

private typealias Partition = Storage.Partition

private func recipe(_ table: Storage.Table, _ partitions: [Partition]) throws -> [String] {
  try expertRecipe(
    debian { $0.install.storage = Storage(table: at(1, table), partitions: partitions.map { at(2, $0) }) })
}

private func storageProblems(_ change: (inout Appliance) -> Void) -> [String] {
  problems(debian(change)).map { $0.replacing("storage: ", with: "") }
}

private let boot = partition(.ext4, "/boot", 512 << 20)
private let swapSpace = swap(1 << 30)

private func data(_ mount: MountPoint) -> Partition {
  partition(.btrfs, mount, 1_000_000)
}

private let format = "method{ format } format{ } use_filesystem{ }"

@Suite struct StorageTests {
  @Test func gptGetsAPartitionForTheBootLoader() throws {
    #expect(
      try recipe(.gpt, [boot, root, swapSpace]) == [
        "kiln ::", "1 1 1 free method{ biosgrub } .",
        "538 538 538 ext4 \(format) filesystem{ ext4 } mountpoint{ /boot } .",
        "1075 2075 -1 ext4 \(format) filesystem{ ext4 } mountpoint{ / } .",
        "1075 1075 1075 linux-swap method{ swap } format{ } .",
      ])
  }

  @Test func mbrMarksTheBootPartition() throws {
    #expect(
      try recipe(.mbr, [root]) == [
        "kiln ::",
        "1075 2075 -1 ext4 $primary{ } $bootable{ } \(format) filesystem{ ext4 } mountpoint{ / } .",
      ])
    #expect(try recipe(.mbr, [boot, root]).map { $0.contains("$bootable") } == [false, true, false])
  }

  @Test func mbrKeepsOneEntryForAnExtendedPartition() throws {
    let four = [root, data("/a"), data("/b"), data("/c")]
    #expect(try recipe(.mbr, four).map { $0.contains("$primary") } == [false, true, true, true, true])
    #expect(
      try recipe(.mbr, four + [swapSpace]).map { $0.contains("$primary") } == [
        false, true, true, true, false, false,
      ])
  }

  @Test func partitionsThatGrowShareAlike() throws {
    let home = partition(.xfs, "/home", 2 << 30, grow: true)
    #expect(
      try recipe(.mbr, [root, home]).dropFirst().map { $0.prefix(12) } == ["1075 2075 -1", "2149 3149 -1"])
  }

  @Test func filesystemsNeedTheirComponents() throws {
    let file = try render(
      debian { $0.install.storage.partitions = [root, data("/a"), swapSpace].map { at(7, $0) } })
    #expect(file.components == ["partman-basicfilesystems", "partman-btrfs", "partman-ext3"])
  }

  @Test(arguments: [
    (
      [partition(.ext4, "/", 1)],
      "7:1: no partition of disk 'system' grows without a 'maximum'; preseed cannot leave part of a disk unused, so one must take the rest"
    ),
    (
      [root, partition(.ext4, "/z", 0)],
      "7:1: a partition's size must be between 1 byte and 1 PiB"
    ),
    (
      [root, partition(.ext4, "/z", .max)],
      "7:1: a partition's size must be between 1 byte and 1 PiB"
    ),
    (
      [root, partition(.ext4, "/z", 7 << 30)],
      "7:1: the partitions need a disk of 8198 MiB, but 'system' has 8192 MiB"
    ),
  ]) func saysWhatCannotBeExpressed(_ partitions: [Storage.Partition], _ problem: String) {
    #expect(
      storageProblems { $0.install.storage.partitions = partitions.map { at(7, $0) } } == [
        "debian-13.yaml:\(problem)"
      ])
  }

  @Test func theMachineMustFit() {
    #expect(
      storageProblems { $0.hardware.disks = [] } == [
        "debian-13.yaml:6:1: none of the first 26 disks has the role 'system'"
      ])
    #expect(
      storageProblems {
        $0.install.storage.table = at(6, .mbr)
        $0.hardware.disks[0].size = 3 << 40
      } == ["debian-13.yaml:6:1: an MBR reaches no further than 2 TiB of disk 'system'; use gpt"])
  }
}
