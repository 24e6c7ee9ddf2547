import Foundation
import Machine
import Planning

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
