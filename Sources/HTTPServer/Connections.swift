private import Glibc
private import Synchronization

/// The connections that are open, each for one request, and the end of those that take too long.
///
/// libmicrohttpd's own limit counts from the last byte: a client that sends one now and then would stay for ever.
final class Connections: Sendable {
  private let limits: Limits
  private let begun = Mutex<[Int32: ContinuousClock.Instant]>([:])

  init(_ limits: Limits) {
    self.limits = limits
  }

  func began(_ socket: Int32) {
    begun.withLock { $0[socket] = .now }
  }

  /// Called before the socket is closed: its number then belongs to nobody else yet.
  func ended(_ socket: Int32) {
    begun.withLock { _ = $0.removeValue(forKey: socket) }
  }

  /// Cuts off those that have had their time.
  func endOverdue() {
    begun.withLock { begun in
      let allowed = begun.count < limits.connections ? limits.deadline : limits.crowdedDeadline
      let now = ContinuousClock.now
      // The server then sees its end, and closes it.
      for (socket, start) in begun where now - start > allowed { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }
}
