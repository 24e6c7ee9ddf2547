/// How the appliance of a session is run.
public struct GuestSettings: Hashable, Sendable {
  /// Run it by QEMU's translator though `/dev/kvm` opens, because nothing runs there.
  public var forcesTCG: Bool
  /// Give what runs inside a network.
  public var hasNetwork: Bool
  /// Of the appliance, in MiB; what is run inside has no more.
  public var memory: Int

  public init(forcesTCG: Bool, hasNetwork: Bool, memory: Int = 1024) {
    self.forcesTCG = forcesTCG
    self.hasNetwork = hasNetwork
    self.memory = memory
  }
}
