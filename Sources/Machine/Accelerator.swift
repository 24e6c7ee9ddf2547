/// What executes the guest's instructions.
public enum Accelerator: String, Hashable, Sendable, CaseIterable {
  /// The host's own processor, through `/dev/kvm`.
  case kvm
  /// QEMU's translator: works everywhere, and is several times slower.
  case tcg

  /// What a time limit chosen for KVM is multiplied with.
  public var timeScale: Int {
    switch self {
    case .kvm: 1
    case .tcg: 10
    }
  }

  /// QEMU's name of the processor to show to a guest: the fullest there is.
  var processor: String {
    switch self {
    case .kvm: "host"
    // QEMU 7.2 gets cmpxchg16b wrong now and then, and five-level paging (libguestfs avoids that, too): Linux panics.
    case .tcg: "max,la57=off,-cx16"
    }
  }
}
