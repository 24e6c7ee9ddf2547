import Families

/// The processor architecture of a guest, by QEMU's name.
public enum Architecture: String, Hashable, Sendable, CaseIterable {
  case x86_64
  case aarch64

  /// This host's; nil on one whose guests would all be foreign.
  public static var host: Architecture? {
    #if arch(x86_64)
      .x86_64
    #elseif arch(arm64)
      .aarch64
    #else
      nil
    #endif
  }

  /// The program that runs such a guest.
  public var emulator: String { "qemu-system-\(rawValue)" }

  /// QEMU's name of the machine, with its options.
  var machine: String {
    switch self {
    case .x86_64: "q35"
    // The interrupt controller of the host, or the newest that QEMU emulates: KVM takes no other.
    case .aarch64: "virt,gic-version=max"
    }
  }

  /// What the names of all versions of the machine begin with, as firmware descriptors have them.
  var machineFamily: String {
    switch self {
    case .x86_64: "pc-q35-"
    case .aarch64: "virt-"
    }
  }

  /// A screen that a screenshot shows.
  var screen: [String] {
    switch self {
    case .x86_64: ["-vga", "std"]
    case .aarch64: ["-device", "virtio-gpu-pci"]
    }
  }

  /// Debian's package with UEFI firmware for it.
  var firmwarePackage: String {
    switch self {
    case .x86_64: "ovmf"
    case .aarch64: "qemu-efi-aarch64"
    }
  }

  /// QEMU's name of the processor to show to a guest: the fullest there is.
  func processor(_ accelerator: Accelerator, for baseline: ProcessorBaseline = .oldest) -> String {
    switch (accelerator, self) {
    case (.kvm, _): "host"
    // QEMU 7.2 gets five-level paging wrong (libguestfs avoids that, too), and cmpxchg16b now and then: Linux panics.
    case (.tcg, .x86_64): baseline == .oldest ? "max,la57=off,-cx16" : "max,la57=off"
    // Pointer authentication by QEMU's own algorithm: the architecture's costs half of the speed; arm-cpu-features.
    case (.tcg, .aarch64): "max,pauth-impdef=on"
    }
  }
}
