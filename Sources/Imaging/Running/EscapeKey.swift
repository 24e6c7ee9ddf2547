/// Tells the key that ends a machine from what is typed for its guest: Ctrl-], which ends a session of telnet(1) and of virsh's
/// console, too.
struct EscapeKey: Hashable, Sendable {
  /// What a terminal in raw mode sends for it; ASCII calls it the group separator.
  static let byte: UInt8 = 0x1D

  /// What pressing it asks for.
  enum Request: Hashable, Sendable {
    /// The first time: to end in order.
    case powerDown
    /// The second time: to end at once.
    case stop
  }

  private var presses = 0

  /// - Returns: what is for the guest, and the last of what is asked for.
  mutating func filter(_ typed: some Sequence<UInt8>) -> (bytes: [UInt8], request: Request?) {
    var bytes: [UInt8] = []
    var request: Request?
    for byte in typed {
      guard byte == Self.byte else {
        bytes.append(byte)
        continue
      }
      presses += 1
      request = presses == 1 ? .powerDown : .stop
    }
    return (bytes, request)
  }
}
