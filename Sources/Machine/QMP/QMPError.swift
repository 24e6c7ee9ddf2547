/// Why QEMU's monitor did not do what it was asked.
public enum QMPError: Error, Hashable, CustomStringConvertible {
  /// No connection to the socket within the time allowed.
  case cannotConnect(path: String, reason: String)
  /// QEMU's own error: its class and description.
  case refused(class: String, reason: String)
  case timedOut(command: String, after: Duration)
  /// The connection is gone: QEMU ended, or it was closed here.
  case closed
  /// What came is no QMP; with its beginning.
  case malformed(String)
  case cannotSend(reason: String)

  public var description: String {
    switch self {
    case .cannotConnect(let path, let reason): "cannot connect to QEMU's monitor at \(path): \(reason)"
    case .refused(_, let reason): "QEMU refused: \(reason)"
    case .timedOut(let command, let limit): "QEMU did not answer '\(command)' within \(limit)"
    case .closed: "the connection to QEMU's monitor is closed"
    case .malformed(let text): "QEMU's monitor sent what is no QMP: \(text)"
    case .cannotSend(let reason): "cannot send to QEMU's monitor: \(reason)"
    }
  }
}
