import Failures
import Files
import Foundation
import Jobs
import Machine
import Planning
import Storage

/// Boots a sealed image once, until its serial console offers a login. The image stays as it is.
struct BootStep: Sendable {
  let workshop: Workshop
  /// From the machine's start to the login, with KVM; scaled where the guest runs slower.
  let limit: Duration

  /// - Throws: what kept the machine from being started, or cancellation; an image that does not boot is a result.
  func run(_ image: PlannedImage, _ descriptor: Descriptor) async throws -> BootResult {
    let (result, accelerator) = try await boot(image, descriptor)
    // Emulation has faults and delays of its own; one that has used up its time would do so again.
    guard result.outcome == .failed, accelerator == .tcg, result.seconds < scaledLimit(accelerator).inSeconds
    else { return result }
    return try await boot(image, descriptor).result
  }

  private func scaledLimit(_ accelerator: Accelerator) -> Duration { limit * accelerator.timeScale }

  /// One try, on overlays of its own: what an earlier one has written counts for nothing.
  private func boot(
    _ image: PlannedImage, _ descriptor: Descriptor
  ) async throws -> (result: BootResult, accelerator: Accelerator) {
    guard let folder = try workshop.store.scratch("boot-\(image.key.hex)") else {
      throw BuildError.file("\(image.stem) cannot be booted", reason: "another process is booting it")
    }
    defer { workshop.store.discard(folder) }
    let logs = workshop.store.logFolder(of: image.appliance.name)
    let evidence = try BootEvidence(folder: "\(logs)/boot")
    let configuration = try await BootMachine(descriptor: descriptor, images: workshop.options.output)
      .configuration(
        accelerator: try await workshop.host.accelerator(), in: folder, serialLog: evidence.serialLog)
    return (try await boot(configuration, evidence), configuration.accelerator)
  }

  /// Boots a machine and watches it.
  func boot(_ configuration: MachineConfiguration, _ evidence: BootEvidence) async throws -> BootResult {
    let start = ContinuousClock.now
    let watch = BootWatch(log: evidence.serialLog, limit: scaledLimit(configuration.accelerator))
    return try await VirtualMachine.running(configuration) { machine in
      let failure = try await watch.failure(of: machine)
      var result = BootResult(
        outcome: failure == nil ? .booted : .failed, when: Date.now.ISO8601Format(),
        seconds: start.duration(to: .now).inSeconds, message: failure, log: evidence.serialLog)
      guard failure != nil else { return result }
      // A machine that is gone has no screen.
      try? await machine.monitor.screenshot(to: evidence.screenshot)
      result.screenshot = FileSystem.exists(evidence.screenshot) ? evidence.screenshot : nil
      result.lastLines = SerialConsole.lastLines(of: evidence.serialLog)
      return result
    }
  }
}
