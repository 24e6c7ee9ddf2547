import Files
import Foundation
import Guest
import Jobs
import Machine
import Storage
import Subprocess

/// Writes a layer's disks anew before they are sealed, so that two layers with the same files make the same image.
struct Rewriting: Sendable {
  let context: BuildContext
  /// What file systems have as the time that they were made at, in seconds since 1970.
  let epoch: Int64
  let log: JobLog

  /// - Parameters:
  ///   - disk: a layer's, which stays as it is.
  ///   - folder: where the new disk is made.
  /// - Returns: a raw disk.
  /// - Throws: `GuestError`, with what cannot be written anew.
  func rewrite(_ disk: String, in folder: String) async throws -> String {
    let (overlay, new) = ("\(folder)/rewritten.overlay", "\(folder)/rewritten.raw")
    try await QemuImage().createOverlay(overlay, backing: disk)
    defer { try? FileSystem.remove(overlay) }
    let size = try await QemuImage().info(overlay, format: .qcow2).virtualSize
    try await checked(Command("truncate", ["-s", "\(size)", new]))
    log.write("writing the file systems of \(disk) anew")
    let session = try await GuestSession.open(
      disks: [GuestDisk(path: overlay, format: .qcow2), GuestDisk(path: new, format: .raw)],
      settings: try await context.guestSettings())
    do {
      for line in try await session.rewrite(epoch: epoch) { log.write(line) }
    } catch {
      await session.abandon()
      throw error
    }
    try await session.close()
    return new
  }
}
