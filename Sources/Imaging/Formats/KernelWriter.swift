import Failures
import Files
import Foundation
import Guest
import Images
import Machine

/// Takes the kernel that the system boots out of an image, for who starts it without a boot loader: `STEM-vmlinuz`, `STEM-initrd`, and
/// `STEM-cmdline`, one line of what the kernel is started with.
///
/// What the image says is not believed: only regular files of limited size are taken, each under a name of ours.
struct KernelWriter: FormatWriter {
  let settings: GuestSettings

  /// Bytes of a kernel or an initrd: several times what any has.
  private static let limit: Int64 = 1 << 30

  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String] {
    let disks = try await BundleFiles(image: image, format: .qcow2, scratch: scratch).disks()
    let session = try await GuestSession.open(
      disks: disks.map { GuestDisk(path: $0.path, format: .qcow2, readOnly: true) }, settings: settings)
    do {
      let names = try await Self.take(from: session, to: "\(folder)/\(image.stem)")
      await session.abandon()
      return names.map { "\(image.stem)-\($0)" }
    } catch {
      await session.abandon()
      throw error
    }
  }

  private static func take(from session: GuestSession, to stem: String) async throws -> [String] {
    try await session.mountSystem()
    let found = try await session.installedKernel()
    try await session.download(found.kernel, to: "\(stem)-vmlinuz", limit: limit)
    var names = ["vmlinuz"]
    if let initrd = found.initrd {
      try await session.download(initrd, to: "\(stem)-initrd", limit: limit)
      names.append("initrd")
    }
    let line = found.commandLine.filter { !$0.isNewline }
    try FileSystem.write(Data("\(line)\n".utf8), to: "\(stem)-cmdline")
    return names + ["cmdline"]
  }
}
