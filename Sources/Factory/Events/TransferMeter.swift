import Media
import Synchronization

/// Times downloads, and tells how far each is twice a second.
final class TransferMeter: Sendable {
  private struct Start {
    var time: ContinuousClock.Instant
    /// Bytes that were there then.
    var received: Int64
    var lastTold: ContinuousClock.Instant
  }

  private static let interval = Duration.milliseconds(500)

  private let starts = Mutex<[String: Start]>([:])
  private let tell: @Sendable (FileTransfer) -> Void

  init(_ tell: @escaping @Sendable (FileTransfer) -> Void) {
    self.tell = tell
  }

  /// Takes what a download says of itself, from any thread.
  func note(_ progress: DownloadProgress) {
    let now = ContinuousClock.now
    let transfer = starts.withLock { starts -> FileTransfer? in
      let known = starts[progress.url]
      var start = known ?? Start(time: now, received: progress.received, lastTold: now)
      if progress.state == .running {
        if known != nil, now - start.lastTold < Self.interval { return nil }
        start.lastTold = now
        starts[progress.url] = start
      } else {
        starts[progress.url] = nil
      }
      return Self.transfer(progress, since: start, now: now)
    }
    if let transfer { tell(transfer) }
  }

  private static func transfer(
    _ progress: DownloadProgress, since start: Start, now: ContinuousClock.Instant
  ) -> FileTransfer {
    let time = now - start.time
    let state: FileTransfer.State =
      switch progress.state {
      case .running: .running
      case .done: .done(time)
      case .failed(let reason): .failed(reason)
      }
    let bytes = Double(progress.received - start.received)
    return FileTransfer(
      url: progress.url, received: UInt64(max(0, progress.received)),
      total: progress.total.map { UInt64(max(0, $0)) },
      speed: time < interval ? nil : max(0, bytes / time.inSeconds), state: state)
  }
}
