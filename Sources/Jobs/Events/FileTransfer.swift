/// How far a download is.
public struct FileTransfer: Sendable, Hashable {
  public var url: String
  /// Bytes there so far, with those of an earlier attempt.
  public var received: UInt64
  /// Bytes altogether; nil while the server has not said.
  public var total: UInt64?
  /// Bytes a second since it began.
  public var speed: Double
  public var state: Stage

  /// Whether more will come.
  public enum Stage: Sendable, Hashable {
    case running
    case done(Duration)
    /// Given up, for this reason; another mirror may follow.
    case failed(String)
  }
}
