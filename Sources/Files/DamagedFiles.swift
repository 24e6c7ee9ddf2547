public import Foundation
private import Synchronization

/// Where files go that are not what they were when they were made: nobody builds on them there, and nothing is lost.
public struct DamagedFiles: Sendable {
  public let folder: String
  private let reports: DamageReports
  private let onlyReports: Bool

  /// - Parameters:
  ///   - folder: made when something goes there; on the file system of what goes there.
  ///   - reports: hear of it.
  ///   - onlyReports: nothing is moved, for who only looks.
  public init(folder: String, reports: DamageReports, onlyReports: Bool = false) {
    self.folder = folder
    self.reports = reports
    self.onlyReports = onlyReports
  }

  /// Moves a file or folder here and says so; nothing there is no error: someone else was quicker.
  ///
  /// - Parameter fault: what is wrong with it.
  public func take(_ path: String, because fault: String) throws {
    guard !onlyReports else { return reports.add(fault) }
    let name = path.split(separator: "/").last.map(String.init) ?? "file"
    try FileSystem.makeFolder(folder)
    let place = "\(folder)/\(name)-\(UUID().uuidString.prefix(8).lowercased())"
    guard FileSystem.isTaken(path) else { return }
    try FileSystem.move(path, to: place)
    reports.add("\(fault); it is set aside as \(place)")
  }

  /// What is here, with the time when it came.
  public var entries: [(path: String, since: Date)] {
    FileSystem.entries(of: folder).map { "\(folder)/\($0)" }.map { path in
      (path: path, since: FileSystem.changeDate(of: path) ?? .distantPast)
    }
  }
}

/// Tells of damage where people see it; keeps what nobody listens to yet.
public final class DamageReports: Sendable {
  private let state = Mutex<(kept: [String], listener: (@Sendable (String) -> Void)?)>(([], nil))

  public init() {}

  /// Has all that comes, and all that came, told to a listener.
  public func tell(_ listener: @escaping @Sendable (String) -> Void) {
    let kept = state.withLock { state in
      defer { state = ([], listener) }
      return state.kept
    }
    kept.forEach(listener)
  }

  public func add(_ text: String) {
    let listener = state.withLock { state in
      if state.listener == nil { state.kept.append(text) }
      return state.listener
    }
    listener?(text)
  }
}
