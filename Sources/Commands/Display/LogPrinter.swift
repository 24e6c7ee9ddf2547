import Factory
import Foundation
import Planning
import Storage

/// Prints what logs have, and what comes to them.
struct LogPrinter {
  let logs: BuildLogs
  let print: (String) -> Void
  /// Bytes printed of each, by path.
  private var printed: [String: Int] = [:]
  private var last: String?

  /// After the last layer's log is let go, the next layer's may take this long to be begun.
  private static let patience = Duration.seconds(3)
  private static let interval = Duration.milliseconds(250)

  init(logs: BuildLogs, print: @escaping (String) -> Void) {
    self.logs = logs
    self.print = print
  }

  /// Prints until no build has written for a while; at once when none does.
  mutating func follow() async throws {
    var lastGrowth = ContinuousClock.now
    var isGrowing = logs.isGrowing
    while isGrowing || .now - lastGrowth < Self.patience {
      if isGrowing { lastGrowth = .now }
      printNew()
      try await Task.sleep(for: Self.interval)
      isGrowing = logs.isGrowing
    }
  }

  /// Prints what has not been printed yet; a log that was begun anew from its beginning.
  mutating func printNew() {
    for path in logs.paths {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      let start = printed[path].map { $0 <= data.count ? $0 : 0 }
      guard start != data.count else { continue }
      if last != path { print("\(last == nil ? "" : "\n")==> \(path)\n") }
      last = path
      printed[path] = data.count
      print(String(decoding: data.dropFirst(start ?? 0), as: UTF8.self))
    }
  }
}
