import Foundation

/// What an appliance's log folder holds of its last build.
struct ApplianceLogs: Sendable {
  let folder: String

  /// Logs, those of the guest's console among them.
  var paths: [String] {
    let own = FileSystem.entries(of: folder).filter { $0.hasSuffix(".log") }
    let others = ["install/serial.log", "install/installer.log", "boot/serial.log"]
    return (own + others).map { "\(folder)/\($0)" }.filter(FileSystem.exists)
  }

  /// The failure record (`failure.json`) of a build that began since then; nil when there is none that can be read.
  func failure(since begun: Date) -> NightlyReport.Failure? {
    let path = "\(folder)/failure.json"
    guard isNew(path, since: begun), let data = FileManager.default.contents(atPath: path),
      let record = try? JSON.decode(FailureRecord.self, from: data)
    else { return nil }
    return NightlyReport.Failure(
      cause: record.cause.rawValue, message: record.message, advice: record.advice,
      lastLines: record.evidence.flatMap(\.lines),
      screenshot: record.files.first { $0.kind == .screenshot }?.path)
  }

  /// The picture of a guest's screen that a failed install left since then.
  func screenshot(since begun: Date) -> String? {
    let path = "\(folder)/install/screen.png"
    return isNew(path, since: begun) ? path : nil
  }

  /// File times are coarser than clocks.
  private func isNew(_ path: String, since begun: Date) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
      && Double(status.st_mtim.tv_sec) >= begun.timeIntervalSince1970.rounded(.down)
  }
}
