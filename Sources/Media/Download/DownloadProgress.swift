/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
  public var url: String
  /// Bytes there so far, with those of an earlier attempt.
  public var received: Int64
  /// Bytes altogether; nil while the server has not said.
  public var total: Int64?
  public var state = Stage.running

  /// Whether more will come.
  public enum Stage: Hashable, Sendable {
    case running
    /// Whole, verified and in its place.
    case done
    /// Given up, for this reason.
    case failed(String)
  }
}
