import Foundation
import Synchronization
import Testing

@testable import Guest

extension GuestError {
  /// The system's number, of this host's or the appliance's.
  var code: Int32? { if case .call(_, _, _, let code) = self { code } else { nil } }
}

/// What goes wrong before the appliance is there.
struct GuestFailureTests {
  private let settings = GuestSettings.emulated

  private func open(
    _ disk: String, _ settings: GuestSettings, log: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> GuestSession {
    try await GuestSession.open(
      disks: [GuestDisk(path: disk, format: .qcow2)], settings: settings, log: log)
  }

  @Test func missingDiskIsNamed() async {
    let error = await #expect(throws: GuestError.self) {
      try await open("/nowhere.qcow2", settings)
    }
    #expect(error?.description.contains("add_drive /nowhere.qcow2") == true)
    #expect(error?.description.contains("No such file or directory") == true)
    #expect(error?.code == ENOENT)
  }

  @Test func brokenDiskKeepsQEMUsMessage() async throws {
    let folder = try TemporaryFolder()
    let disk = folder.path + "/not.qcow2"
    try Data(repeating: 1, count: 1 << 20).write(to: URL(fileURLWithPath: disk))
    let error = await #expect(throws: GuestError.self) {
      try await open(disk, settings)
    }
    #expect(error?.description.contains("Image is not in qcow2 format") == true)
  }

  @Test func startHasALimit() async throws {
    let folder = try TemporaryFolder()
    let disk = folder.path + "/empty.qcow2"
    try runTool("qemu-img", ["create", "-q", "-f", "qcow2", disk, "8M"])
    var settings = settings
    settings.launchLimit = .milliseconds(1)
    let expected = GuestError.launch(
      reason: "the start of the appliance took longer than 0.001 seconds and was ended", console: [])
    let hasty = settings
    let said = Mutex<[String]>([])
    await #expect(throws: expected) {
      try await open(disk, hasty) { line in said.withLock { $0.append(line) } }
    }
    #expect(
      said.withLock(\.self) == [
        """
        the libguestfs appliance did not start: the start of the appliance took longer than 0.0005 seconds and was ended
        trying once more
        """
      ])
  }

  @Test func startCanBeCancelled() async throws {
    let folder = try TemporaryFolder()
    let disk = folder.path + "/empty.qcow2"
    try runTool("qemu-img", ["create", "-q", "-f", "qcow2", disk, "8M"])
    let task = Task { try await open(disk, settings) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
