import Failures
import Foundation
import Guest
import Jobs
import Storage

/// Looks at the disks of a machine that let nobody in, for whether that is meant so.
///
/// The files of the image may be anything, and only whether they are there, and a few KiB of one, are asked for; no program of it runs.
struct LoginLook: Sendable {
  let host: BuildHost

  enum Reason: Hashable, Sendable {
    /// The image is not made for it.
    case meant(String)
    case fault(String)
  }

  /// - Parameters:
  ///   - disks: overlays that the machine has written to.
  ///   - key: that it was handed, as a line for `authorized_keys`.
  ///   - hasAnswered: whether an SSH server did.
  ///   - folder: for what is read.
  func reason(
    _ disks: [String], key: String, hasAnswered: Bool, in folder: WorkFolder
  ) async throws -> Reason {
    let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
    do {
      let session = try await GuestSession.open(
        disks: disks.map { GuestDisk(path: $0, format: .qcow2, readOnly: true) }, settings: settings)
      do {
        try await session.mountSystem()
        let reason = try await Self.reason(
          session, hasAnswered ? key : nil, copy: folder.disk("authorized_keys"))
        await session.abandon()
        return reason
      } catch {
        await session.abandon()
        throw error
      }
    } catch let error as GuestError {
      return .fault("its disks cannot be looked into: \(error)")
    }
  }

  /// - Parameter key: nil where no server answered.
  private static func reason(_ session: GuestSession, _ key: String?, copy: String) async throws -> Reason {
    func has(_ paths: String...) async throws -> Bool {
      for path in paths where try await session.exists(path) { return true }
      return false
    }
    guard try await has("/usr/bin/cloud-init") else {
      return .meant("it has no cloud-init, which lets a test in")
    }
    guard try await has("/usr/sbin/sshd") else { return .meant("it has no SSH server") }
    guard let key else { return .fault("an SSH server is installed, and none answers") }
    do {
      try await session.download("/root/.ssh/authorized_keys", to: copy, limit: 1 << 20)
      let text = FileManager.default.contents(atPath: copy).map { String(decoding: $0, as: UTF8.self) } ?? ""
      if text.contains(key) { return .meant("root may not log in over SSH") }
    } catch is GuestError {
      // None that is a plain file.
    }
    return .fault("cloud-init did not hand root the key that it was given")
  }
}
