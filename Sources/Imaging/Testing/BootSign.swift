import Foundation

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
    // GRUB, grub-core/kern/efi/sb.c: shim's verdict on what it was to start.
    ("bad shim signature", "Secure Boot refused its kernel: no key that its shim knows has signed it"),
    // shim, shim.c: its verdict on GRUB.
    (
      "Verification failed: (0x1A) Security Violation",
      "Secure Boot refused its boot loader: no key that its shim knows has signed it"
    ),
  ]
}
