import Foundation

/// Follows an output channel while a command runs: lines as they come, until the command's last word.
struct OutputReader: Sendable {
  /// What the wrapper of a command writes last, before its exit status.
  let marker: String
  /// Never shown.
  let secrets: [String]
  let onLine: @Sendable (String) -> Void

  /// - Returns: the exit status; nil when `isOver` came first, and nothing more could come.
  func follow(_ channel: OutputChannel, from start: UInt64, isOver: @Sendable () -> Bool) async throws
    -> Int32?
  {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: channel.path))
    defer { try? file.close() }
    try file.seek(toOffset: start)
    var pending: [UInt8] = []
    while true {
      let wasOver = isOver()
      let piece = try file.readToEnd() ?? Data()
      pending.append(contentsOf: piece)
      while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: pending[..<end], as: UTF8.self).trimmingSuffix("\r")
        pending.removeSubrange(...end)
        if line.hasPrefix(marker) { return Int32(line.dropFirst(marker.count)) }
        onLine(masked(line))
      }
      if piece.isEmpty, wasOver { return nil }
      if piece.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
    }
  }

  private func masked(_ line: String) -> String {
    secrets.reduce(line) { $1.isEmpty ? $0 : $0.replacing($1, with: "***") }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
