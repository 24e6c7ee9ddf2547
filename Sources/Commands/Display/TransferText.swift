import Console
import Factory
import Jobs

/// A download in words.
struct TransferText {
  let transfer: FileTransfer

  var name: String { transfer.url.split(separator: "/").last.map(String.init) ?? transfer.url }

  /// Without figures, for where each change is a line of its own.
  var beginning: String { "downloading \(transfer.url)" }

  /// `netinst.iso: 45 % of 700 MiB, 12.5 MiB/s`
  var progress: String {
    let amount: String =
      if let total = transfer.total, total > 0 {
        "\(min(100, transfer.received * 100 / total)) % of \(formatted(bytes: total))"
      } else {
        formatted(bytes: transfer.received)
      }
    return "\(name): \(amount), \(formatted(bytes: UInt64(transfer.speed)))/s"
  }

  /// `netinst.iso: 700 MiB in 1 min 05 s`
  func end(after duration: Duration) -> String {
    "\(name): \(formatted(bytes: transfer.received)) in \(formatted(duration))"
  }
}
