import Foundation

/// What a guest has written to its serial console of late, without what steers a terminal.
struct ConsoleText: Hashable, Sendable {
  let text: String

  /// - Parameter bytes: as the guest wrote them.
  init(_ bytes: Data) {
    let escapes = #/\u{1B}(\[[0-9:;?]*[A-Za-z]|[()][A-Z0-9]|[=>78cM])/#
    let plain = String(decoding: bytes, as: UTF8.self).replacing(escapes, with: "")
    text = String(
      plain.unicodeScalars.filter { $0 == "\n" || $0 == "\t" || $0.value >= 0x20 && $0.value != 0x7F })
  }

  /// Reads the end of a log that still grows; empty while there is none.
  init(log path: String) {
    guard let handle = FileHandle(forReadingAtPath: path), let end = try? handle.seekToEnd() else {
      self.init(Data())
      return
    }
    try? handle.seek(toOffset: end > Self.window ? end - Self.window : 0)
    self.init((try? handle.readToEnd()) ?? Data())
  }

  /// Bytes that are looked at: far more than a guest writes between two looks.
  private static let window: UInt64 = 128 << 10

  func lastLines(_ count: Int = 15) -> [String] {
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return Array(lines.filter { !$0.isEmpty }.suffix(count))
  }
}

extension ConsoleText {
  /// What the guest's words mean for its boot; nil while they mean nothing yet.
  enum Sign: Hashable, Sendable {
    /// A login is offered.
    case login
    /// The boot has come to a bad end, for this reason.
    case failure(String)
  }

  /// A bad end counts more: a login may have been offered before.
  var sign: Sign? {
    for (words, meaning) in Self.badEnds where text.contains(words) { return .failure(meaning) }
    return text.contains(#/\S login:/#) ? .login : nil
  }

  /// Words after which no login comes, and what they mean.
  private static let badEnds = [
    // Linux, kernel/panic.c.
    ("Kernel panic - not syncing", "its kernel panicked"),
    // initramfs-tools, scripts/functions.
    ("(initramfs)", "its root file system was not found: the initramfs gave up"),
    // dracut, modules.d/98dracut-systemd/dracut-emergency.sh.
    ("Entering emergency mode", "its initramfs gave up"),
    // systemd, units/emergency.service.in.
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
