import Foundation
import Subprocess
import Testing

@testable import Guest

struct DeviceNamesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs the shell text over a folder that stands for /dev, and gives the links that are there then.
  private func links(among nodes: [String], disks: Int, answers: String = "") async throws -> [String] {
    for node in nodes { try Data().write(to: URL(fileURLWithPath: "\(folder.path)/\(node)")) }
    try Data(answers.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/answers"))
    let script = """
      set -e
      \(DeviceNames.shell)
      name_disks "$1" "$2" || :
      name_boot_disks "$1" < "$1/answers"
      cd "$1"; find . -type l -printf '%P %l\\n' | sort
      """
    let outcome = try await checked(Command("/bin/sh", ["-c", script, "sh", folder.path, "\(disks)"]))
    return String(decoding: outcome.stdout, as: UTF8.self).replacing(folder.path, with: "DEV")
      .split(separator: "\n").map(String.init)
  }

  @Test func theImagesDisksHaveTheirFinishedNamesAndTheAppliancesHasNone() async throws {
    #expect(
      try await links(among: ["sda", "sda1", "sda14", "sdb", "sdc", "sdc1"], disks: 2)
        == ["vda sda", "vda1 sda1", "vda14 sda14", "vdb sdb"])
  }

  @Test func whereDisksHaveThatNameAlreadyNothingIsDone() async throws {
    #expect(try await links(among: ["vda", "vda1"], disks: 1) == [])
  }

  @Test func theDisksThatGrubWasToldAreTheSystems() async throws {
    let answers = """
      Name: grub-pc/install_devices
      Template: grub-pc/install_devices
      Value: /dev/nvme0n1, /dev/disk/by-id/ata-X, /dev/../etc/x, /dev/vda
      Owners: grub-pc

      Name: other/question
      Value: /dev/none

      """
    #expect(
      try await links(among: ["sda"], disks: 1, answers: answers)
        == ["disk/by-id/ata-X DEV/sda", "nvme0n1 DEV/sda", "vda sda"])
  }
}
