import Failures
import Foundation
import Machine
import Testing

@testable import Imaging

/// With a real QEMU, whose guest is its firmware that finds nothing to boot.
struct SSHWaitTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// - Parameter words: on the guest's serial console.
  private func wait(
    _ limit: Duration, console words: String,
    meanwhile: @Sendable @escaping (VirtualMachine) async throws -> Void = { _ in }
  ) async throws -> BuildError? {
    let port = try Loopback.freePort()
    let configuration = MachineConfiguration(
      accelerator: .tcg, memory: 64 << 20, network: .init(forwards: [.init(hostPort: port, guestPort: 22)]),
      serialLog: scratch.file("serial"))
    try Data(words.utf8).write(to: URL(fileURLWithPath: scratch.file("console")))
    let wait = SSHWait(
      access: SSHAccess(port: port, user: "root", existing: scratch.path), console: scratch.file("console"),
      limit: limit, interval: .milliseconds(100))
    return await #expect(throws: BuildError.self) {
      try await VirtualMachine.running(configuration) { machine in
        let other = Task { try await meanwhile(machine) }
        defer { other.cancel() }
        try await wait.run(on: machine) { _ in }
      }
    }
  }

  @Test func aGuestThatAnswersNotInTimeIsToldOfWithItsLastWords() async throws {
    let error = try await wait(.seconds(2), console: "[ 1.0] waiting\r\n")
    #expect(
      error?.description
        == "no SSH server answered within 2 s; its serial console ends with:\n  | [ 1.0] waiting")
  }

  @Test func aPanicEndsTheWait() async throws {
    let error = try await wait(.seconds(60), console: "Kernel panic - not syncing: VFS\r\n")
    #expect(error?.description.hasPrefix("its kernel panicked; its serial console ends with:") == true)
  }

  @Test func aMachineThatIsGoneEndsTheWait() async throws {
    let error = try await wait(.seconds(60), console: "") { try await $0.monitor.quit() }
    #expect(
      error?.description
        == "the machine was stopped before one could log in; it wrote nothing to its serial console")
  }
}
