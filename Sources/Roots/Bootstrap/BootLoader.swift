import Recipes

/// How GRUB is written to a disk with a new system on it.
enum BootLoader {
  /// For the system's own shell, as root. The disk is asked for: its name is not the one that it will have.
  static func script(for firmware: Hardware.Firmware) -> String {
    switch firmware {
    case .bios:
      """
      set -e
      disk=$(grub-probe --target=disk /)
      grub-install --target=i386-pc "$disk"
      update-grub
      """
    case .uefi:
      // Firmware that has never seen the disk looks at the removable media path only (UEFI specification 2.10, 3.5.1.1).
      """
      set -e
      grub-install --target=x86_64-efi --efi-directory=/boot/efi --no-nvram --force-extra-removable
      update-grub
      """
    }
  }
}
