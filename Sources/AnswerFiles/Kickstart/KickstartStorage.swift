import Diagnostics
import Partitioning
import Recipes

/// The disks, and what Anaconda must find in a layout to follow it: what it refuses, it refuses a quarter of an hour on.
extension KickstartRenderer {
  mutating func addStorage() {
    let problemsSoFar = problems.count
    let plan = PartitionPlan(appliance, rules: .anaconda)
    checkStorage(plan)
    guard problems.count == problemsSoFar else { return }
    let reason = "the disks are laid out by \(Self.place(of: install.storage.table.origin))"
    dropIncludedLayout(because: reason)
    replace(KickstartSyntax.storageCommands, by: KickstartLayout(plan: plan).commands, because: reason)
  }

  /// What a `%pre` writes of a layout would stand beside ours. A file that has more than that is not dropped: the rest
  /// would be lost.
  private mutating func dropIncludedLayout(because reason: String) {
    let words = KickstartSyntax.storageCommands
    var laidOut: Set<String> = []
    for command in kickstart.commands {
      guard command.name == "%include", let file = command.words.dropFirst().first else { continue }
      let output = kickstart.early(writtenTo: file)
      let names = output.lines.map { String($0.prefix { !$0.isWhitespace }) }
      // The boot loader's command names a disk, and is ours in any case.
      let others = names.filter { !words.contains($0) && $0 != "bootloader" }
      if !words.isDisjoint(with: names) {
        guard let other = others.first else {
          laidOut.insert(file)
          continue
        }
        let message =
          "'\(file)' has both the layout of the disks, which is that of \(Self.place(of: install.storage.table.origin)),"
          + " and '\(other)'; have the %pre write them to two files"
        problems.append(Diagnostic(message, from: command.line.origin))
      } else if !output.isWhole {
        let message =
          "'\(command.summary)' is kept, but what is written there is not known: it must not lay out disks"
        warnings.append(Diagnostic(message, from: command.line.origin))
      }
    }
    drop(because: reason) {
      $0.name == "%include" && $0.words.dropFirst().first.map(laidOut.contains) == true
    }
  }

  private mutating func checkStorage(_ plan: PartitionPlan) {
    let storage = install.storage
    for use in storage.uses { check(use.value, at: use.origin) }
    for volume in storage.volumeGroups.flatMap(\.value.volumes) {
      if case .mount(.btrfs, _) = volume.value.use {
        report("Anaconda puts no btrfs on a logical volume; use ext4 or xfs", at: volume.origin)
      }
      checkBoot(volume.value.use, at: volume.origin)
    }
    for array in storage.arrays where array.value.use.mountPoint == "/boot/efi" {
      report("a UEFI reads no array; give '/boot/efi' a partition of vfat", at: array.origin)
    }
    checkDisks(plan)
  }

  private mutating func check(_ use: Storage.Use, at origin: Origin) {
    guard case .mount(let format, let path) = use else { return }
    if format == .btrfs, !version.hasBtrfs {
      report("\(version.title) has no btrfs; use ext4 or xfs", at: origin)
    }
    if path == "/boot/efi", format != .vfat { report("'/boot/efi' must be vfat", at: origin) }
    if ["/", "/boot"].contains(path), format == .vfat { report("'\(path)' cannot be vfat", at: origin) }
    if Self.partsOfRoot.contains(path) { report("'\(path)' must be on the file system of '/'", at: origin) }
  }

  /// Anaconda's `must_be_on_root` (storage checker).
  private static let partsOfRoot: Set<MountPoint> = [
    "/bin", "/dev", "/sbin", "/etc", "/lib", "/root", "/mnt", "/proc",
  ]

  /// Anaconda's GRUB2 (`stage2_device_types`): partitions and arrays, no logical volumes.
  private mutating func checkBoot(_ use: Storage.Use, at origin: Origin) {
    if use.mountPoint == install.storage.bootMount {
      let message = "Anaconda boots from no logical volume; mount a partition at '/boot'"
      report(message, at: origin)
    }
    if use.mountPoint == "/boot/efi" {
      report("a UEFI reads no logical volume; give '/boot/efi' a partition of vfat", at: origin)
    }
  }

  private mutating func checkDisks(_ plan: PartitionPlan) {
    guard plan.system != nil else { return report("none of the first 26 disks has the role 'system'") }
    for partition in install.storage.partitions where plan.disk(of: partition.value) == nil {
      report("'\(partition.value.disk ?? "")' is none of the first 26 disks", at: partition.origin)
    }
    if install.storage.table.value == .mbr, appliance.hardware.firmware.isUEFI {
      report("Anaconda wants a GPT where a UEFI boots; use gpt")
    }
    for problem in plan.problems { report(problem.value, at: problem.origin) }
    if version.bootsFromRAID1Only { checkBootArrays() }
  }

  private mutating func checkBootArrays() {
    let names = install.storage.bootArrays
    for array in install.storage.arrays where names.contains(array.value.name) && array.value.level != .raid1
    {
      report("\(version.title) boots from no array but raid1; mount another at '/boot'", at: array.origin)
    }
  }

  private mutating func report(_ message: String, at origin: Origin? = nil) {
    problems.append(Diagnostic("storage: \(message)", from: origin ?? install.storage.table.origin))
  }
}
