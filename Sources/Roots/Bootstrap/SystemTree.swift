import Foundation
import Guest
import Recipes
import Subprocess
import Text

/// A system unpacked into a folder of this host by mmdebstrap, which needs root for the files' owners.
struct SystemTree: Sendable {
  let path: String

  /// Unpacks and configures all packages, then has the setup script run inside.
  ///
  /// - Parameters:
  ///   - folder: holds `fstab` and `setup.sh`.
  ///   - sources: the archive's suites, each as a line of sources.list(5).
  ///   - epoch: what programs are told by `SOURCE_DATE_EPOCH`; nil: nothing.
  func fill(
    from folder: String, packages: [String], sources: [String], archive: Installer.ArchiveSource,
    proxy: String?, epoch: Int64?, notice: (String) -> Void, log: @escaping @Sendable (String) -> Void
  ) async throws {
    let arguments =
      [
        "--mode=root", "--format=directory", "--variant=important",
        "--keyring=\(archive.keyring)", "--include=\(packages.joined(separator: ","))",
        "--dpkgopt=force-unsafe-io",
        // mmdebstrap has just copied both from this host; no package needs them, and systemd-resolved keeps what it finds.
        "--setup-hook=rm -f \"$1/etc/resolv.conf\" \"$1/etc/hostname\"; echo localhost > \"$1/etc/hostname\"",
        // Before the kernel, whose initramfs gets the checkers of the file systems named there, and no swap of this host's.
        "--essential-hook=upload \(shellWord(folder + "/fstab")) /etc/fstab",
        "--essential-hook=mkdir -p \"$1/etc/initramfs-tools/conf.d\"",
        "--essential-hook=echo RESUME=none > \"$1/etc/initramfs-tools/conf.d/resume\"",
        "--customize-hook=upload \(shellWord(folder + "/setup.sh")) /setup.sh",
        "--customize-hook=chroot \"$1\" sh /setup.sh", "--customize-hook=rm \"$1/setup.sh\"",
        archive.suite.text, path,
      ] + sources
    var environment = proxy.map { ["http_proxy": $0, "https_proxy": $0] } ?? [:]
    if let epoch { environment.merge(["SOURCE_DATE_EPOCH": "\(epoch)", "PYTHONHASHSEED": "0"]) { $1 } }
    let mmdebstrap = ["mmdebstrap"] + arguments
    let command = try await Self.withWorldOfItsOwn(mmdebstrap)
    if command == mmdebstrap {
      notice("this host lets nobody have a host name of its own: packages that note one note this host's")
    }
    // This host's own umask would be that of files in the image.
    try await checked(
      Command(
        "sh", ["-c", #"umask 022; exec "$@""#, "sh"] + command,
        environment: environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }), onOutput: log)
  }

  /// It mounts /proc, /sys and more into the tree: those are gone with their namespace, however it ends. And maintainer
  /// scripts write down the host's name, which is none of the image's business.
  ///
  /// The command alone where the host lets nobody make namespaces, such as in a container; mostly nothing can be mounted
  /// there either.
  static func withWorldOfItsOwn(_ command: [String]) async throws -> [String] {
    let rename = #"echo localhost > /proc/sys/kernel/hostname && exec "$@""#
    let start = ["unshare", "--mount", "--uts", "sh", "-c", rename, "sh"]
    let isAllowed = try await run(Command(start[0], start.dropFirst() + ["true"])).status.isSuccess
    return isAllowed ? start + command : command
  }
}
