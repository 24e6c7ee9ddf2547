import Recipes

/// What a partial preseed says where it depends on the machine, replaced before the text is read.
enum MachinePlaceholder: String, CaseIterable {
  /// Debian's name of the architecture, which its kernel packages carry.
  case architecture = "@KILN_ARCHITECTURE@"
  /// The package of the boot loader for the machine's firmware.
  case bootLoader = "@KILN_BOOT_LOADER@"

  static func fill(_ text: String, for appliance: Appliance) -> String {
    allCases.reduce(text) { $0.replacing($1.rawValue, with: $1.value(for: appliance)) }
  }

  func value(for appliance: Appliance) -> String {
    let architecture = appliance.system.architecture == "aarch64" ? "arm64" : "amd64"
    switch self {
    case .architecture: return architecture
    case .bootLoader: return appliance.hardware.firmware == .uefi ? "grub-efi-\(architecture)" : "grub-pc"
    }
  }
}
