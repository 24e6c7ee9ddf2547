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
