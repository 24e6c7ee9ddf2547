import Foundation
import Subprocess
import Testing

@testable import Guest

struct DeviceNamesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs the shell text over a folder that stands for /dev, and gives the links that are there then.
  ///
  /// - Parameters:
  ///   - order: nodes by their place on the bus; their partitions' links are there too.
  ///   - boot: what grub-probe says.
  private func links(
    among nodes: [String], order: [String] = [], disks: Int, answers: String = "", table: String = "",
    boot: String? = nil
  ) async throws -> [String] {
    let manager = FileManager.default
    let (byPath, programs) = ("\(folder.path)/dev/disk/by-path", "\(folder.path)/bin")
    for name in [byPath, programs] {
      try manager.createDirectory(atPath: name, withIntermediateDirectories: true)
    }
    try write(nodes.map { ("dev/\($0)", "") } + [("answers", answers), ("table", table)])
    for (index, node) in order.enumerated() {
      let link = "\(byPath)/pci-0000:00:02.0-scsi-0:0:\(index):0"
      try manager.createSymbolicLink(atPath: link, withDestinationPath: "../../\(node)")
      try manager.createSymbolicLink(atPath: link + "-part1", withDestinationPath: "../../\(node)1")
    }
    if let boot {
      try write([("bin/grub-probe", "#!/bin/sh\n[ \"$*\" = '--target=disk /boot' ] && echo \(boot)\n")])
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(programs)/grub-probe")
    }
    let script = """
      set -e
      PATH=$1/bin:/usr/bin:/bin
      \(DeviceNames.shell)
      name=kept count=kept line=kept
      name_disks "$1/dev" "$2"
      name_listed_disks "$1/dev" "$1/table" "$1/nowhere"
      name_boot_disks "$1/dev" < "$1/answers"
      [ "$name$count$line" = keptkeptkept ]
      cd "$1/dev"; find . -type l ! -path './disk/by-path/*' -printf '%P %l\\n' | sort
      """
    let outcome = try await checked(Command("/bin/sh", ["-c", script, "sh", folder.path, "\(disks)"]))
    return String(decoding: outcome.stdout, as: UTF8.self).replacing(folder.path + "/dev", with: "DEV")
      .split(separator: "\n").map(String.init)
  }

  private func write(_ files: [(path: String, text: String)]) throws {
    for file in files {
      try Data(file.text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(file.path)"))
    }
  }

  @Test func theImagesDisksHaveTheirFinishedNamesAndTheAppliancesHasNone() async throws {
    #expect(
      try await links(among: ["sda", "sda1", "sda14", "sdb", "sdc", "sdc1"], disks: 2)
        == ["vda sda", "vda1 sda1", "vda14 sda14", "vdb sdb"])
  }

  /// The kernel names disks as it finds them; the twelfth comes after the third.
  @Test func theOrderIsThatOfTheBus() async throws {
    #expect(
      try await links(among: ["sda", "sda1", "sdb", "sdc", "sdc1"], order: ["sdc", "sda", "sdb"], disks: 2)
        == ["vda sdc", "vda1 sdc1", "vdb sda", "vdb1 sda1"])
  }

  @Test func twoDigitsComeAfterOne() async throws {
    let nodes = "abcdefghijkl".map { "sd\($0)" }
    let order = Array(nodes.reversed())
    let links = try await links(among: nodes, order: order, disks: 11)
    #expect(links == zip("abcdefghijk", order).map { "vd\($0) \($1)" })
  }

  @Test func whereDisksHaveThatNameAlreadyNothingIsDone() async throws {
    #expect(try await links(among: ["vda", "vda1"], disks: 1) == [])
  }

  private static let answers = """
    Name: grub-efi/install_devices
    Value: /dev/disk/by-id/ata-X-part15, /dev/nvme0n1p15, /dev/sdq15

    Name: grub-pc/install_devices
    Template: grub-pc/install_devices
    Value: /dev/nvme0n1, /dev/disk/by-id/ata-X, /dev/../etc/x, /dev/vda
    Owners: grub-pc

    Name: grub-pc/install_devices_disks_changed
    Value: /dev/xvda

    Name: other/question
    Value: /dev/none

    """

  @Test("case 17: the disks that GRUB was told are the system's")
  func theDisksThatGrubWasToldAreTheSystems() async throws {
    #expect(
      try await links(among: ["sda", "sda15"], disks: 1, answers: Self.answers) == [
        "disk/by-id/ata-X DEV/vda", "disk/by-id/ata-X-part15 DEV/vda15", "nvme0n1 DEV/vda",
        "nvme0n1p15 DEV/vda15", "sdq15 DEV/vda15", "vda sda", "vda15 sda15", "xvda DEV/vda",
      ])
  }

  @Test func theSystemsDiskIsTheOneThatHasBoot() async throws {
    #expect(
      try await links(
        among: ["sda", "sdb", "sdb15"], disks: 2, answers: Self.answers, boot: "/dev/sdb"
      ).filter { !$0.hasPrefix("vd") } == [
        "disk/by-id/ata-X DEV/sdb", "disk/by-id/ata-X-part15 DEV/sdb15", "nvme0n1 DEV/sdb",
        "nvme0n1p15 DEV/sdb15", "sdq15 DEV/sdb15", "xvda DEV/sdb",
      ])
  }

  /// Words of tables; what belongs to another disk than the first, or to none, gets no name.
  @Test func tablesNameTheFirstDisk() async throws {
    let table = """
      # /dev/hda1
      /dev/xvda1 / ext4 defaults 0 1
      swap /dev/disk/by-id/ata-X-part2 none
      DEVICE /dev/nvme0n1p1,/dev/nvme1n1p1
      RESUME=/dev/mmcblk0p2
      /dev/mapper/vg-root /dev/vg/root /dev/disk/by-id/dm-name-x /dev/sdz1 /dev/hda9

      """
    #expect(
      try await links(among: ["sda", "sda1", "sda2"], disks: 1, table: table) == [
        "disk/by-id/ata-X-part2 DEV/vda2", "mmcblk0p2 DEV/vda2", "nvme0n1p1 DEV/vda1", "vda sda", "vda1 sda1",
        "vda2 sda2", "xvda1 DEV/vda1",
      ])
  }
}
