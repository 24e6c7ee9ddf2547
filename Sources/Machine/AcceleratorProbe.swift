private import Foundation
private import Subprocess

/// Finds out whether KVM works here, by running a guest that must answer.
///
/// A `/dev/kvm` that can be opened proves nothing: there are hosts where QEMU fails with it, or starts and the guest
/// does not get anywhere.
public struct AcceleratorProbe: Sendable {
  /// What was decided, and why.
  public struct Verdict: Hashable, Sendable {
    public let accelerator: Accelerator
    /// One sentence, for people.
    public let evidence: String
    public let duration: Duration
  }

  private let emulator: String
  private let device: String
  private let limit: Duration

  /// - Parameter limit: how long the guest may take to answer; with a working KVM it takes a fraction of a second.
  public init(
    emulator: String = "qemu-system-x86_64", device: String = "/dev/kvm", limit: Duration = .seconds(3)
  ) {
    self.emulator = emulator
    self.device = device
    self.limit = limit
  }

  /// Decides, unless `forced` has: then nothing is tried.
  ///
  /// - Throws: `SubprocessError` when QEMU cannot be executed, `MachineError` when the temporary folder takes no
  ///   file, `CancellationError`.
  public func verdict(forced: Accelerator? = nil) async throws -> Verdict {
    let start = ContinuousClock.now
    let (accelerator, evidence) = try await decide(forced)
    return Verdict(accelerator: accelerator, evidence: evidence, duration: .now - start)
  }

  private func decide(_ forced: Accelerator?) async throws -> (Accelerator, String) {
    if let forced { return (forced, "\(forced.rawValue) was asked for") }
    if let reason = whyClosed() { return (.tcg, "\(device) cannot be opened: \(reason)") }
    switch try await ask(.kvm) {
    case .answered: return (.kvm, "a guest ran with \(device)")
    case .silent:
      return (.tcg, "\(device) opens, but a guest did not get through a short loop within \(limit)")
    case .failed(let reason): return (.tcg, "\(device) opens, but QEMU failed with it: \(reason)")
    }
  }

  private func whyClosed() -> String? {
    let descriptor = open(device, O_RDWR | O_CLOEXEC)
    if descriptor < 0 { return String(cString: strerror(errno)) }
    close(descriptor)
    return nil
  }

  enum Answer: Hashable {
    case answered
    case silent
    case failed(String)
  }

  /// Runs the guest with an accelerator.
  func ask(_ accelerator: Accelerator) async throws -> Answer {
    let folder = try TemporaryFolder()
    let firmware = folder.path + "/firmware"
    do {
      try Data(ProbeGuest.firmware).write(to: URL(fileURLWithPath: firmware))
    } catch {
      throw MachineError.file(path: firmware, reason: error.localizedDescription)
    }
    let arguments = ProbeGuest.arguments(accelerator, firmware: firmware)
    do {
      let limits = Limits(deadline: limit, grace: .seconds(1))
      let outcome = try await run(Command(emulator, arguments), limits: limits)
      if outcome.status == .exited(ProbeGuest.answer) { return .answered }
      return .failed(([outcome.status.description] + complaint(outcome.stderr)).joined(separator: ", "))
    } catch SubprocessError.deadlinePassed {
      return .silent
    }
  }

  /// The first line that QEMU wrote, but for its warnings.
  private func complaint(_ output: Data) -> [String] {
    let lines = text(output).split(separator: "\n").filter { !$0.contains("warning:") }
    return lines.prefix(1).map(String.init)
  }
}
