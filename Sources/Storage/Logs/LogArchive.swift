import Failures
import Files
import Foundation
import JSON
import Planning

/// The logs of each appliance's last build, and the record and evidence of a failed one: `logs/NAME/` of a store.
public struct LogArchive: Sendable {
  let folder: String
  private let integrity: StoreIntegrity

  init(root: String, integrity: StoreIntegrity) {
    folder = "\(root)/logs"
    self.integrity = integrity
  }

  /// Where an appliance's logs go.
  public func folder(of appliance: String) -> String { "\(folder)/\(appliance)" }

  /// Where the log of a job is, among those of its appliance.
  public func file(of job: Job) -> String {
    "\(folder(of: job.image.appliance.name))/\(job.task.content.logName).log"
  }

  /// The appliances that have logs.
  public func appliances() -> [String] { FileSystem.entries(of: folder) }

  /// The logs of an appliance's last build; nil where none was ever written.
  public func lastBuild(of appliance: String) -> BuildLogs? {
    let folder = folder(of: appliance)
    guard !appliance.contains("/"), FileSystem.exists(folder) else { return nil }
    return BuildLogs(folder: folder)
  }
}

/// Why appliances' last builds failed.
extension LogArchive {
  /// Where the record of an appliance's last failure is, if it failed.
  func failureFile(of appliance: String) -> String { "\(folder(of: appliance))/failure.json" }

  /// Writes a record where its appliance's logs are. On a full disk there is no room for it; whoever has it still tells.
  public func remember(_ failure: FailureRecord) {
    try? FileSystem.makeFolder(folder(of: failure.appliance))
    try? FileSystem.write(try prettyJSON(failure), to: failureFile(of: failure.appliance))
  }

  /// Removes the record of an appliance that was built since.
  public func forgetFailure(of appliance: String) {
    try? FileSystem.remove(failureFile(of: appliance))
  }

  /// Why an appliance's last build failed; nil when it did not, or the record is unreadable.
  public func lastFailure(of appliance: String) -> FailureRecord? {
    integrity.document(FailureRecord.self, at: failureFile(of: appliance))
  }
}

/// The logs of an appliance's last build: one for each layer that was made, one of its sealing.
public struct BuildLogs: Sendable {
  let folder: String

  /// The files, in the order in which they were begun.
  public var paths: [String] {
    let paths = FileSystem.entries(of: folder).filter { $0.hasSuffix(".log") }.map { "\(folder)/\($0)" }
    return paths.sorted { (Self.begun($0), $0) < (Self.begun($1), $1) }
  }

  /// Whether some build writes one of them just now.
  public var isGrowing: Bool { paths.contains(where: Self.isLocked) }

  /// An install's comes before what is built on it; of the same second, parents' layers have been written to first.
  private static func begun(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mtim.tv_sec : 0
  }

  /// Held by ``JobLog`` while its job is done.
  private static func isLocked(_ path: String) -> Bool {
    if case .busy = try? FileLock.attempt(path, .shared) { true } else { false }
  }
}
