private import Glibc
private import Synchronization

/// What a server's clients may take of it, all together.
public struct Limits: Hashable, Sendable {
  /// Connections that are served at once; more wait.
  public var connections: Int
  /// How long a request may take as a whole, from its connection to the last byte of its answer.
  public var deadline: Duration
  /// The same while others may have to wait.
  public var crowdedDeadline: Duration
  /// Bytes of bodies that are held at once; what would be more is answered with status 503.
  public var bodies: Int

  public static let standard = Limits()

  public init(
    connections: Int = 64, deadline: Duration = .seconds(120), crowdedDeadline: Duration = .seconds(5),
    bodies: Int = 64 << 20
  ) {
    self.connections = connections
    self.deadline = deadline
    self.crowdedDeadline = crowdedDeadline
    self.bodies = bodies
  }
}

/// Bytes of bodies that may be held at once, by all requests together.
final class BodyBudget: Sendable {
  private let left: Mutex<Int>

  init(_ bytes: Int) {
    left = Mutex(bytes)
  }

  /// Whether there was room for them.
  func take(_ bytes: Int) -> Bool {
    left.withLock { left in
      guard bytes <= left else { return false }
      left -= bytes
      return true
    }
  }

  func giveBack(_ bytes: Int) {
    left.withLock { $0 += bytes }
  }
}

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
