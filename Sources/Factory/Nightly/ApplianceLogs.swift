import Failures
import Files
import Foundation
import Storage

/// What a log folder tells a report of its appliance's last build and boot.
struct ApplianceLogs: Sendable {
  let store: Store
  let appliance: String

  private var folder: String { store.logs.folder(of: appliance) }

  /// Logs, those of the guests' consoles among them.
  var paths: [String] {
    let own = store.logs.lastBuild(of: appliance)?.paths ?? []
    let guests = ["install/serial.log", "install/installer.log", "boot/serial.log"].map { "\(folder)/\($0)" }
    return own + guests.filter(FileSystem.exists)
  }

  /// Why a build that began since then failed; nil when there is no record of it.
  func failure(since begun: Date) -> NightlyReport.Failure? {
    guard let record = store.logs.lastFailure(of: appliance),
      let when = try? Date(record.when, strategy: .iso8601),
      // Records have whole seconds.
      when.timeIntervalSince(begun) > -1
    else { return nil }
    return NightlyReport.Failure(
      cause: record.cause.rawValue, message: record.message, advice: record.advice,
      lastLines: record.evidence.flatMap(\.lines),
      screenshot: record.files.first { $0.kind == .screenshot }?.path)
  }
}
