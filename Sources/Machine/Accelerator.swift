/// What executes the guest's instructions.
public enum Accelerator: String, Hashable, Sendable, Codable, CaseIterable {
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
}
