import Foundation
import Recipes
import Testing

@testable import AnswerFiles

struct BootstrapTests {
  private func bootstrap(_ change: (inout Appliance) -> Void = { _ in }) -> Appliance {
    debian { appliance in
      appliance.installer = appliance.installer.unpacked()
      appliance.install.packages = [at(21, "linux-image-amd64")]
      change(&appliance)
    }
  }

  @Test func packagesComeFromThePartialAnswerFileAndTheSettings() throws {
    let shipped = try shippedAnswers()
    let answers = try render(
      bootstrap {
        $0.installer = debian { $0.installer.booted.answers = shipped }.installer.unpacked()
        $0.install.packages = [at(21, "openssh-server"), at(22, "dbus")]
        $0.install.keyboard = at(23, "de")
      })
    #expect(answers.packages.first == "linux-image-cloud-amd64")
    #expect(answers.packages.suffix(3) == ["openssh-server", "locales", "console-setup"])
    for package in ["dbus", "grub-pc"] { #expect(answers.packages.count { $0 == package } == 1) }
    #expect(commands(of: answers).contains { $0.text == "apt-get -q -y purge ifupdown" })
  }

  /// Each setting, and a line of the script that it causes, with the setting's own origin.
  @Test(arguments: [
    ("ln -sfn '/usr/share/zoneinfo/Europe/Prague' /etc/localtime", 12),
    ("printf '%s\\n' 'web' > /etc/hostname", 11),
    ("useradd -m -s /bin/bash -p '*' -c 'Alice O'\\''Hara' -g alice -G docker,adm alice", 16),
    ("chmod 600 /root/.ssh/authorized_keys", 15),
    (#"printf '%s\n' 'Acquire::http::Proxy "http://proxy.example.org:3128";' "#, 14),
    (#"printf '%s\n' 'GRUB_CMDLINE_LINUX="net.ifnames=0 console=tty0 console=ttyS0,115200"' "#, 24),
    (
      "printf '%s\\n' 'Types: deb' 'URIs: http://mirror.example.org/debian' 'Suites: trixie trixie-updates' ",
      13
    ),
  ])
  func aSettingIsALine(line: String, origin: Int) throws {
    var appliance = try everything()
    appliance.installer = appliance.installer.unpacked()
    appliance.install.raw = []
    appliance.install.storage.partitions = [at(19, root), at(20, swap(1 << 30))]
    let found = commands(of: try render(appliance)).first { $0.text.hasPrefix(line) }
    #expect(try #require(found).origin == at(origin, "").origin)
  }

  @Test func anUpdateOfGrubGoesToTheSystemsDisk() throws {
    let answers = try render(
      bootstrap {
        $0.hardware.disks.insert(Hardware.Disk(name: "data", size: 4 << 30, role: .data), at: 0)
      })
    #expect(
      commands(of: answers).contains {
        $0.text == "echo 'grub-pc grub-pc/install_devices multiselect /dev/vdb' | debconf-set-selections"
      })
  }

  @Test func theScriptIsOneThatAShellReads() throws {
    var appliance = try everything()
    appliance.installer = appliance.installer.unpacked()
    appliance.install.raw = []
    appliance.install.storage.partitions = [at(19, root)]
    let text = try render(appliance).text(filling: [:])
    try withFolder { folder in
      let file = folder.appending(path: "setup.sh")
      try Data(text.utf8).write(to: file)
      let (status, output) = try execute(["sh", "-n", file.path])
      #expect(status == 0, "\(output)")
    }
  }

  @Test func aSystemWithoutAKernelIsRefused() {
    #expect(
      problems(bootstrap { $0.install.packages = [at(21, "nginx")] }) == [
        "debian-13.yaml:21:1: packages: no kernel; name one, such as linux-image-amd64, here or in the answers' base-installer/includes"
      ])
  }

  @Test func timeServersBringTheirClient() throws {
    let answers = try render(bootstrap { $0.install.timeServers = [at(27, "ntp.example.org")] })
    #expect(answers.packages.contains("systemd-timesyncd"))
    let other = try render(
      bootstrap {
        $0.install.timeServers = [at(27, "ntp.example.org")]
        $0.install.packages.append(at(28, "chrony"))
      })
    #expect(!other.packages.contains("systemd-timesyncd"))
  }

  private static let ext4 = "only ext4 and swap on partitions; use an installer"

  @Test(arguments: [
    (partition(.xfs, "/srv", 1 << 30), "storage: bootstrap cannot make xfs, \(ext4)"),
    (
      Storage.Partition(disk: "data", Storage.Extent(size: 1 << 30), .swap),
      "storage: bootstrap cannot make partitions on disk 'data', \(ext4)"
    ),
    (partition(.ext4, "/boot/efi", 1 << 28), "storage: /boot/efi must be vfat"),
  ])
  func aPartitionThatCannotBeMadeIsRefused(partition: Storage.Partition, message: String) {
    let found = problems(bootstrap { $0.install.storage.partitions.append(at(30, partition)) })
    #expect(found.contains("debian-13.yaml:30:1: \(message)"))
  }

  @Test func arraysAndVolumeGroupsAreRefused() {
    let found = problems(
      bootstrap {
        $0.install.storage.arrays = [
          at(31, Storage.RAIDArray(name: "md0", level: .raid1, use: .mount(.ext4, at: "/srv")))
        ]
        $0.install.storage.volumeGroups = [at(32, Storage.VolumeGroup(name: "vg", volumes: []))]
      })
    #expect(
      found == [
        "debian-13.yaml:31:1: storage: bootstrap cannot make RAID ('md0'), \(Self.ext4)",
        "debian-13.yaml:32:1: storage: bootstrap cannot make LVM ('vg'), \(Self.ext4)",
      ])
  }

  @Test func whatNoInstallerReadsIsRefused() {
    let found = problems(
      bootstrap {
        $0.install.raw = [at(26, "d-i x/y string z")]
        $0.system.distribution = "rocky"
      })
    #expect(
      found == [
        "debian-13.yaml:6:1: bootstrap makes debian and ubuntu, not 'rocky'",
        "debian-13.yaml:26:1: raw: no installer runs that could read it",
      ])
  }

  @Test func ubuntuHasItsOwnArchives() throws {
    let answers = try render(
      bootstrap {
        $0.system.distribution = "ubuntu"
        $0.installer = ubuntu().installer.unpacked("noble")
      })
    let line = try #require(answers.lines.first { $0.text.contains("ubuntu.sources") }).text
    #expect(line.contains("'Suites: noble noble-updates' 'Components: main universe'"))
    #expect(line.contains("'URIs: http://security.ubuntu.com/ubuntu'"))
  }
}
