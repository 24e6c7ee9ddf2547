import Files
import Foundation

/// The logs of an appliance's last build: one for each layer that was made, one of its sealing.
public struct BuildLogs: Sendable {
  public let folder: String

  /// nil where none of the appliance was ever written.
  public init?(of appliance: String, in store: Store) {
    folder = store.logFolder(of: appliance)
    guard !appliance.contains("/"), FileSystem.exists(folder) else { return nil }
  }

  /// The files, in the order in which they were begun.
  public var paths: [String] {
    let paths = FileSystem.entries(of: folder).filter { $0.hasSuffix(".log") }.map { "\(folder)/\($0)" }
    return paths.sorted { (Self.begun($0), $0) < (Self.begun($1), $1) }
  }

  /// Whether some build writes one of them just now.
  public var isGrowing: Bool { paths.contains(where: Self.isLocked) }

  /// The appliances that have logs.
  public static func appliances(in store: Store) -> [String] { FileSystem.entries(of: store.logs) }

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
