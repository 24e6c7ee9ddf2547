import Media
import Planning
import Synchronization

/// Times downloads, and tells how far each is twice a second; of those that take no time it tells nothing.
final class TransferMeter: Sendable {
  private struct Start {
    var time: Duration
    /// Bytes that were there then.
    var received: Int64
    var lastTold: Duration?
  }

  /// How long a download runs before it is worth a word.
  private static let patience = Duration.seconds(1)
  private static let interval = Duration.milliseconds(500)

  private let starts = Mutex<[String: Start]>([:])
  private let now: @Sendable () -> Duration
  private let tell: @Sendable (FileTransfer) -> Void

  /// A meter with the time since it was made.
  convenience init(_ tell: @escaping @Sendable (FileTransfer) -> Void) {
    let start = ContinuousClock.now
    self.init(now: { ContinuousClock.now - start }, tell)
  }

  init(now: @escaping @Sendable () -> Duration, _ tell: @escaping @Sendable (FileTransfer) -> Void) {
    self.now = now
    self.tell = tell
  }

  /// Takes what a download says of itself, from any thread.
  func note(_ progress: DownloadProgress) {
    let now = now()
    let transfer = starts.withLock { starts -> FileTransfer? in
      var start = starts[progress.url] ?? Start(time: now, received: progress.received)
      guard progress.state == .running else {
        starts[progress.url] = nil
        return start.lastTold == nil ? nil : Self.transfer(progress, since: start, now: now)
      }
      let isDue = start.lastTold.map { now - $0 >= Self.interval } ?? (now - start.time >= Self.patience)
      if isDue { start.lastTold = now }
      starts[progress.url] = start
      return isDue ? Self.transfer(progress, since: start, now: now) : nil
    }
    if let transfer { tell(transfer) }
  }

  private static func transfer(
    _ progress: DownloadProgress, since start: Start, now: Duration
  ) -> FileTransfer {
    let time = now - start.time
    let state: FileTransfer.Stage =
      switch progress.state {
      case .running: .running
      case .done: .done(time)
      case .failed(let reason): .failed(reason)
      }
    let bytes = Double(progress.received - start.received)
    return FileTransfer(
      url: progress.url, received: UInt64(max(0, progress.received)),
      total: progress.total.map { UInt64(max(0, $0)) },
      speed: max(0, bytes / max(time, interval).inSeconds), state: state)
  }
}
