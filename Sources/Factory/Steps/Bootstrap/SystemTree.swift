import Foundation
import Media
import Planning
import Recipes
import Subprocess

/// A system unpacked into a folder of this host by mmdebstrap.
///
/// Root does it as it is; any other user in a user namespace of its own, which all later programs that touch the folder
/// must enter too.
struct SystemTree: Sendable {
  let path: String
  private let isRoot = getuid() == 0

  /// - Parameter work: where root unpacks; in a user namespace the path to it may be closed to the namespace's users.
  init(work: String) {
    path =
      isRoot
      ? "\(work)/tree" : FileManager.default.temporaryDirectory.path + "/kiln-tree-\(UUID().uuidString)"
  }

  /// Unpacks and configures all packages, then has the setup script run inside.
  ///
  /// - Parameters:
  ///   - folder: holds `fstab` and `setup.sh`.
  ///   - sources: the archive, as a line of sources.list(5).
  func fill(
    from folder: String, packages: [String], sources: String, archive: Installer.SignedArchive,
    proxy: String?, log: @escaping @Sendable (String) -> Void
  ) async throws {
    let arguments = [
      "--mode=\(isRoot ? "root" : "unshare")", "--format=directory", "--variant=important",
      "--keyring=\(archive.keyring)", "--include=\(packages.joined(separator: ","))",
      "--dpkgopt=force-unsafe-io",
      // Before the kernel, whose initramfs gets the checkers of the file systems named there, and no swap of this host's.
      "--essential-hook=upload \(folder)/fstab /etc/fstab",
      "--essential-hook=mkdir -p \"$1/etc/initramfs-tools/conf.d\"",
      "--essential-hook=echo RESUME=none > \"$1/etc/initramfs-tools/conf.d/resume\"",
      "--customize-hook=upload \(folder)/setup.sh /setup.sh",
      "--customize-hook=chroot \"$1\" sh /setup.sh", "--customize-hook=rm \"$1/setup.sh\"",
      archive.suite, path, sources,
    ]
    let environment = proxy.map { ["http_proxy": $0, "https_proxy": $0] } ?? [:]
    try await checked(
      Command("mmdebstrap", arguments, environment: environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }),
      onOutput: log)
  }

  /// Runs a program that sees the folder's files as the system will.
  func run(_ program: String, _ arguments: [String]) async throws {
    let command =
      isRoot
      ? Command(program, arguments) : Command("mmdebstrap", ["--unshare-helper", program] + arguments)
    try await checked(command)
  }

  /// Removes it; a work folder goes with all in it.
  func remove() async {
    guard !isRoot else { return }
    try? await run("rm", ["-rf", path])
  }
}
