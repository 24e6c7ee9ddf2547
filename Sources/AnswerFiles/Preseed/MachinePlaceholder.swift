import Recipes

/// What a partial preseed says where it depends on the machine, replaced before the text is read.
enum MachinePlaceholder: String, CaseIterable {
  /// Debian's name of the architecture, which its kernel packages carry.
  case architecture = "@KILN_ARCHITECTURE@"
  /// The packages of the boot loader for the machine's firmware, the first of which is the boot loader's own.
  case bootLoader = "@KILN_BOOT_LOADER@"

  static func fill(_ text: String, for appliance: Appliance) -> String {
    allCases.reduce(text) { $0.replacing($1.rawValue, with: $1.value(for: appliance)) }
  }

  func value(for appliance: Appliance) -> String {
    let architecture = appliance.system.architecture == "aarch64" ? "arm64" : "amd64"
    switch self {
    case .architecture: return architecture
    case .bootLoader:
      switch appliance.hardware.firmware {
      case .bios: return "grub-pc"
      case .uefi: return "grub-efi-\(architecture)"
      // grub-install takes the signed ones where they are there.
      case .uefiSecure:
        return "grub-efi-\(architecture) grub-efi-\(architecture)-signed shim-signed"
      }
    }
  }
}
