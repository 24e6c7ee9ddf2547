/// What can be seen of an install's machine at one moment. All but the processor's time are counters or positions: what
/// counts is whether they have moved.
struct Vitals: Hashable, Sendable {
  /// Requests that the host answered.
  var requests = 0
  /// Bytes that the serial console has printed.
  var serial: UInt64 = 0
  /// Pictures that the screen has shown.
  var pictures = 0
  /// Bytes, of all disks.
  var read: Int64 = 0
  var written: Int64 = 0
  /// Of the network card's queues; empty where QEMU does not tell.
  var network: [Int64] = []
  /// What QEMU's process has used of the host's processors.
  var processor = Duration.zero

  /// What has moved since an earlier moment.
  func moved(since earlier: Vitals) -> Set<PhaseBudget.Sign> {
    var signs: Set<PhaseBudget.Sign> = []
    if requests != earlier.requests { signs.insert(.request) }
    if serial != earlier.serial { signs.insert(.serial) }
    if pictures != earlier.pictures { signs.insert(.screen) }
    if read != earlier.read { signs.insert(.diskRead) }
    if written != earlier.written { signs.insert(.diskWritten) }
    // What is known for the first time has not moved.
    if !earlier.network.isEmpty, network != earlier.network { signs.insert(.network) }
    return signs
  }
}
