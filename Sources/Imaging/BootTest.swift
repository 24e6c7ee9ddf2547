import Failures
import Files
import Foundation
import Images
import Jobs
import Machine
import Planning
import Storage

/// Boots a sealed image once, until its serial console offers a login. The image stays as it is.
///
/// What counts as booted, and what as failed, `BootSign` says.
public struct BootTest: Sendable {
  private let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// Boots the image that is there, and remembers a good boot of it.
  ///
  /// - Returns: what was found.
  /// - Throws: what kept it from being booted.
  public func run(_ task: BootTestTask) async throws -> BootResult {
    let images = context.store.images
    guard let manifest = images.build(of: task.image), let use = try await images.use(manifest.id) else {
      throw BuildError(.changedMeanwhile, "\(task.image.stem) cannot be booted: it is not in the store")
    }
    defer { withExtendedLifetime(use) {} }
    let result = try await boot(task, ImageSource(manifest, in: images))
    // Booting it once more is not worth failing for.
    try? await context.store.history.remember(result, of: manifest.descriptor)
    return result
  }

  private func boot(_ task: BootTestTask, _ source: ImageSource) async throws -> BootResult {
    let limit = Duration.seconds(task.limit)
    let (result, accelerator) = try await boot(task.image, source, limit)
    // Emulation has faults and delays of its own; one that has used up its time would do so again.
    guard result.outcome == .failed, accelerator == .tcg,
      result.seconds < (limit * accelerator.timeScale).inSeconds
    else { return result }
    return try await boot(task.image, source, limit).result
  }

  /// One try, on overlays of its own: what an earlier one has written counts for nothing.
  private func boot(
    _ image: PlannedImage, _ source: ImageSource, _ limit: Duration
  ) async throws -> (result: BootResult, accelerator: Accelerator) {
    guard let folder = try context.store.scratch("boot-\(image.key.hex)") else {
      throw BuildError(.inUse, "\(image.stem) cannot be booted: another process is booting it")
    }
    defer { folder.discard() }
    let logs = context.store.logs.folder(of: image.appliance.name)
    let evidence = try BootEvidence(folder: "\(logs)/boot")
    let configuration = try await source.machine(
      accelerator: try await context.host.accelerator(), in: folder, serialLog: evidence.serialLog)
    return (try await boot(configuration, evidence, limit: limit), configuration.accelerator)
  }

  /// Boots a machine and watches it.
  ///
  /// - Parameter limit: with KVM; scaled where the guest runs slower.
  func boot(
    _ configuration: MachineConfiguration, _ evidence: BootEvidence, limit: Duration
  ) async throws -> BootResult {
    let start = ContinuousClock.now
    let watch = BootWatch(log: evidence.serialLog, limit: limit * configuration.accelerator.timeScale)
    return try await VirtualMachine.running(configuration) { machine in
      let failure = try await watch.failure(of: machine)
      var result = BootResult(
        outcome: failure == nil ? .booted : .failed, when: Date.now.inWholeSeconds,
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

/// What is kept of a boot: in the folder of the appliance's logs, until the next one.
struct BootEvidence: Sendable {
  let folder: String

  var serialLog: String { "\(folder)/serial.log" }
  var screenshot: String { "\(folder)/screen.png" }

  /// Removes what an earlier boot left.
  init(folder: String) throws {
    self.folder = folder
    try FileSystem.makePrivateFolder(folder)
    for path in [serialLog, screenshot] { try FileSystem.remove(path) }
  }
}

/// Waits for a booting guest to offer a login on its serial console.
struct BootWatch: Sendable {
  /// Where the serial console is written to.
  let log: String
  /// From the machine's start.
  let limit: Duration
  var interval = Duration.milliseconds(500)

  /// - Returns: why it does not boot; nil when it does.
  func failure(of machine: VirtualMachine) async throws -> String? {
    try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask { verdict(on: try await machine.exit()) }
      group.addTask { try await watch() }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func watch() async throws -> String? {
    // A host that sleeps puts its guests to sleep.
    let end = SuspendingClock.now + limit
    var console = SerialConsole(path: log)
    while true {
      switch BootSign(in: console.read()) {
      case .login: return nil
      case .failure(let meaning): return meaning
      case nil: break
      }
      guard SuspendingClock.now < end else { return overdue }
      try await Task.sleep(for: interval)
    }
  }

  private var overdue: String {
    SerialConsole.lastLines(of: log).isEmpty
      ? "it wrote nothing to its serial console within \(limit.seconds) s"
      : "it offered no login within \(limit.seconds) s"
  }

  /// A guest that goes away may have said why.
  private func verdict(on exit: MachineExit) -> String {
    let text = SerialConsole.lastLines(of: log, 100).joined(separator: "\n")
    if case .failure(let meaning) = BootSign(in: text) { return meaning }
    return "it offered no login: \(exit)"
  }
}

/// What a guest's words on its serial console mean for its boot.
enum BootSign: Hashable, Sendable {
  /// A login is offered.
  case login
  /// The boot has come to a bad end, for this reason.
  case failure(String)

  /// nil while the words mean nothing yet. A bad end counts more: a login may have been offered before.
  init?(in text: String) {
    if let end = Self.badEnds.first(where: { text.contains($0.words) }) {
      self = .failure(end.meaning)
    } else if text.range(of: #"\S login:"#, options: .regularExpression) != nil {
      self = .login
    } else {
      return nil
    }
  }

  /// Words after which no login comes.
  private static let badEnds: [(words: String, meaning: String)] = [
    // Linux, kernel/panic.c.
    ("Kernel panic - not syncing", "its kernel panicked"),
    // initramfs-tools, scripts/functions.
    ("(initramfs)", "its root file system was not found: the initramfs gave up"),
    // dracut, modules.d/98dracut-systemd/dracut-emergency.sh.
    ("Entering emergency mode", "its initramfs gave up"),
    // systemd, units/emergency.service.in and rescue.service.in.
    ("You are in emergency mode", "systemd stopped in emergency mode"),
    ("You are in rescue mode", "systemd stopped in rescue mode"),
    // systemd, DefaultDeviceTimeoutSec=: a login is then offered elsewhere, if anywhere.
    (
      "Dependency failed for serial-getty",
      "its serial console was not there in the time that systemd waits for it"
    ),
    // GRUB, grub-core/kern/rescue_reader.c.
    ("grub rescue>", "its boot loader did not find its files"),
  ]
}
