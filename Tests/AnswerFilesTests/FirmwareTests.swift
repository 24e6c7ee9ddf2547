import Recipes
import Testing

@testable import AnswerFiles

private func uefi(_ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
  debian {
    $0.hardware.firmware = .uefi
    change(&$0)
  }
}

@Suite struct FirmwareTests {
  @Test func uefiGetsASystemPartition() throws {
    #expect(
      try expertRecipe(uefi()).prefix(2) == ["kiln ::", "538 538 538 free method{ efi } format{ } ."])
    #expect(try render(uefi()).components == ["partman-efi", "partman-ext3"])
  }

  @Test func theRecipesOwnSystemPartitionIsTaken() throws {
    let own = uefi {
      $0.install.storage.partitions.append(at(8, partition(.vfat, "/boot/efi", 100 << 20)))
    }
    #expect(
      try expertRecipe(own).dropFirst() == [
        "1075 2075 -1 ext4 method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } .",
        "106 106 106 free method{ efi } format{ } .",
      ])
  }

  @Test func theSystemPartitionOfAnMBRIsPrimary() throws {
    let recipe = try expertRecipe(uefi { $0.install.storage.table = at(6, .mbr) })
    #expect(recipe[1] == "538 538 538 free $primary{ } method{ efi } format{ } .")
  }

  @Test func theSystemPartitionMustBeFAT() {
    let wrong = uefi {
      $0.install.storage.partitions.append(at(8, partition(.ext4, "/boot/efi", 100 << 20)))
    }
    #expect(
      problems(wrong) == [
        "debian-13.yaml:8:1: storage: UEFI firmware reads '/boot/efi' only from a partition with vfat"
      ])
  }

  @Test func theBootLoaderGoesWhereFirmwareLooksUntold() throws {
    let text = try render(uefi()).text(filling: [:])
    #expect(text.contains("d-i grub-installer/force-efi-extra-removable boolean true\n"))
    #expect(text.contains("d-i grub-installer/update-nvram boolean false\n"))
  }

  @Test(arguments: [
    (Hardware.Firmware.bios, "x86_64", "grub-pc", "linux-image-cloud-amd64"),
    (.uefi, "x86_64", "grub-efi-amd64", "linux-image-cloud-amd64"),
    (.uefi, "aarch64", "grub-efi-arm64", "linux-image-cloud-arm64"),
    (.uefiSecure, "x86_64", "grub-efi-amd64 grub-efi-amd64-signed shim-signed", "linux-image-cloud-amd64"),
  ]) func packagesFollowTheMachine(
    _ firmware: Hardware.Firmware, _ architecture: String, _ bootLoader: String, _ kernel: String
  ) throws {
    let answers = try shippedAnswers()
    let file = try render(
      debian {
        $0.installer.booted.answers = answers
        $0.hardware.firmware = firmware
        $0.system.architecture = architecture
      })
    let expected =
      [kernel, "initramfs-tools", "zstd", "busybox"] + bootLoader.split(separator: " ").map(String.init)
    #expect(Array(file.packages.prefix(expected.count)) == expected)
    #expect(!file.keyText.contains("@KILN_BOOT_LOADER@") && !file.keyText.contains("@KILN_ARCHITECTURE@"))
  }

  @Test func rawLinesTakeThePlaceOfThePackagesOfThePartialFile() throws {
    let file = try render(
      debian {
        $0.installer.booted.answers = partial("d-i base-installer/includes string one two\n")
        $0.install.packages = [at(8, "four")]
        $0.install.raw = [at(9, "d-i base-installer/includes string three @KILN_BOOT_LOADER@")]
      })
    #expect(file.packages == ["three", "grub-pc", "four", "locales"])
    #expect(file.lines.count { $0.text.contains("base-installer/includes") } == 1)
  }
}
