import Failures
import Files
import Foundation
import Guest
import Images
import Jobs
import Machine
import Media
import Partitioning
import Planning
import Provisioning
import Recipes
import Storage
import Subprocess

/// Makes a root layer from packages alone: no installer is booted.
///
/// Packages are unpacked and set up on the host, at its own speed, and the disk is made of them there. Only the boot
/// loader, which must see the disk as one, is written by libguestfs.
struct BootstrapStep: Sendable {
  let job: LayerJob
  let archive: Installer.ArchiveSource

  func run() async throws -> LayerFacts {
    let appliance = job.appliance
    let folder = job.folder
    let plan = PartitionPlan(appliance, rules: .bootstrap)
    guard let disk = plan.system, plan.problems.isEmpty else {
      let reasons = plan.problems.map { "\($0.origin): \($0.value)" }
      throw BuildError(.diskTooSmall, reasons.joined(separator: "\n"))
    }
    let layout = BootstrapLayout(disk, ids: DerivedIDs(key: job.layer.key))
    try FileSystem.write(Data(layout.fstab.utf8), to: "\(folder.path)/fstab")
    try FileSystem.write(Data(job.image.answers.text(filling: [:]).utf8), to: "\(folder.path)/setup.sh")
    let archives = try await job.archives(suite: archive.suite.text)

    job.phase("unpacking packages")
    let tree = SystemTree(path: "\(folder.path)/tree")
    do {
      try await unpack(tree, from: archives)
    } catch SubprocessError.failed(let command, let status, let lines) {
      // mmdebstrap has an exit status of its own, whatever the script's is.
      guard let failure = StepFailure(job.image.answers, status: 1, lastLines: lines, log: job.log.path)
      else { throw SubprocessError.failed(command: command, status: status, lastLines: lines) }
      throw failure
    }
    job.phase("making the disk")
    try await BootstrapDisk(layout: layout, tree: tree, epoch: appliance.pin?.epoch).make(
      scratch: "\(folder.path)/disk.raw", disk: folder.disk(StoredLayer.systemDisk))
    for name in ["tree", "fstab", "setup.sh"] { try FileSystem.remove("\(folder.path)/\(name)") }

    job.phase("boot loader")
    try await installBootLoader()
    return try await job.facts(
      mirror: archives.first?.mirror, release: archives.first?.release.date, archives: archives)
  }

  /// Unpacks all packages; where an archive moved on meanwhile, once more, on another mirror if there is one.
  private func unpack(_ tree: SystemTree, from archives: [SignedArchive]) async throws {
    do {
      try await fill(tree, from: archives)
    } catch SubprocessError.failed(_, _, let lines) where Self.tellOfMovedArchive(lines) {
      let message = "\(job.layer.name): packages are not there as the index has them: once more"
      job.log.write(message)
      job.context.events(.notice(message))
      try FileSystem.remove(tree.path)
      try await fill(
        tree, from: try await job.archives(suite: archive.suite.text, last: Set(archives.map(\.mirror))))
    }
  }

  /// Whether apt-get's last lines say that an archive had not what its index named.
  static func tellOfMovedArchive(_ lines: [String]) -> Bool {
    let signs = ["Unable to fetch some archives", "Mirror sync in progress", "404  Not Found"]
    return lines.contains { line in signs.contains(where: line.contains) }
  }

  private func fill(_ tree: SystemTree, from archives: [SignedArchive]) async throws {
    let components = job.appliance.system.family.archive?.components ?? []
    var sources: [String] = []
    for archive in archives {
      // mmdebstrap asks one mirror: a signed release says nothing of whether that has the index, too.
      let mirror = try await archive.mirrorOfPackages(
        architecture: job.appliance.system.archiveArchitecture)
      let options = job.appliance.pin?.snapshot == nil ? "" : "[check-valid-until=no] "
      sources.append("deb \(options)\(mirror) \(archive.suite) \(components.joined(separator: " "))")
    }
    let notice = { text in
      job.log.write(text)
      job.context.events(.notice("\(job.layer.name): \(text)"))
    }
    try await tree.fill(
      from: job.folder.path, packages: job.image.answers.packages, sources: sources, archive: archive,
      proxy: job.appliance.install.proxy?.value.text, epoch: job.appliance.pin?.epoch, notice: notice,
      log: job.log.write)
  }

  private func installBootLoader() async throws {
    let session = try await GuestSession.open(
      disks: job.disks, settings: try await job.guestSettings())
    try await session.mountSystem()
    let script = BootLoader.script(for: job.appliance.hardware.firmware)
    let outcome = try await session.run(GuestCommand(script)) { job.log.write($0) }
    guard outcome.isSuccess else {
      await session.abandon()
      throw StepFailure(
        place: "\(job.layer.name)", step: "boot loader", outcome: outcome, log: job.log.path)
    }
    let end = LayerEnd(job: job)
    try await end.clean(session)
    try await end.close(session)
  }
}

/// How GRUB is written to a disk with a new system on it.
enum BootLoader {
  /// For the system's own shell, as root. The disk is asked for: its name is not the one that it will have.
  static func script(for firmware: Hardware.Firmware) -> String {
    switch firmware {
    case .bios:
      """
      set -e
      disk=$(grub-probe --target=disk /)
      grub-install --target=i386-pc "$disk"
      update-grub
      """
    case .uefi:
      // Firmware that has never seen the disk looks at the removable media path only (UEFI specification 2.10, 3.5.1.1).
      """
      set -e
      grub-install --target=x86_64-efi --efi-directory=/boot/efi --no-nvram --force-extra-removable
      update-grub
      """
    case .uefiSecure: script(for: .uefi) + "\n" + signatures
    }
  }

  /// Of shim and of the signed GRUB, which looks for its configuration in its maker's folder of the EFI system partition, grub-install
  /// says nothing: it takes an unsigned GRUB where a package lacks one of them.
  private static let signatures = """
    check() { cmp "/boot/efi/EFI/BOOT/$1" "$2" || { echo "$1 is not the signed one"; exit 1; }; }
    check BOOTX64.EFI /usr/lib/shim/shimx64.efi.signed
    check grubx64.efi /usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed
    """
}
