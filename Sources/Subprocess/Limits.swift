/// What a command may take.
public struct Limits: Hashable, Sendable {
  /// How many bytes are kept of each output stream; the earliest are dropped.
  public var output: Int
  /// How long it may run before it is ended; nil is for ever.
  public var deadline: Duration?
  /// How long it has to end after SIGTERM, before SIGKILL.
  public var grace: Duration

  public init(output: Int = 1 << 20, deadline: Duration? = nil, grace: Duration = .seconds(5)) {
    self.output = output
    self.deadline = deadline
    self.grace = grace
  }
}
