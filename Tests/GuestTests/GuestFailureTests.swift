import Foundation
import Synchronization
import Testing

@testable import Guest

extension GuestError {
  /// The system's number, of this host's or the appliance's.
  var code: Int32? { if case .call(_, _, _, let code) = self { code } else { nil } }
}

/// What goes wrong before or with the appliance itself; each needs a session of its own.
struct GuestFailureTests {
  private let settings = GuestSettings(forcesTCG: true)

  @Test func missingDiskIsNamed() async {
    let error = await #expect(throws: GuestError.self) {
      try await GuestSession.open("/nowhere.qcow2", settings: settings)
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
      try await GuestSession.open(disk, settings: settings)
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
      try await GuestSession.open(disk, settings: hasty) { line in said.withLock { $0.append(line) } }
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
    let task = Task { try await GuestSession.open(disk, settings: settings) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func hangingCommandIsEndedAndItsSessionWithIt() async throws {
    let folder = try TemporaryFolder()
    let disks = try TestDisks(in: folder, files: [:])
    let session = try await GuestSession.open(
      disks: [GuestDisk(path: disks.data, format: .qcow2), GuestDisk(path: disks.root, format: .qcow2)],
      settings: settings)
    try await session.mountSystem()
    let outcome = try await session.run(GuestCommand("echo begun; sleep 1000", limit: .seconds(5))) { _ in }
    #expect(outcome == CommandResult(status: nil, lastLines: ["begun"]))
    #expect(outcome.description == "ended, because its time was over")
    await #expect(throws: GuestError.self) { try await session.close() }
    await #expect(throws: GuestError.closed) { try await session.run(GuestCommand("true")) { _ in } }
  }

  @Test func diskWithoutASystem() async throws {
    let folder = try TemporaryFolder()
    let disk = folder.path + "/empty.qcow2"
    try runTool("qemu-img", ["create", "-q", "-f", "qcow2", disk, "8M"])
    await #expect(throws: GuestError.operatingSystems(found: [])) {
      try await GuestSession.open(disk, settings: settings)
    }
  }
}
