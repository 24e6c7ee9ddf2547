import Files

/// A folder of `work/` under a lock of its own: whatever becomes of this process, a later run removes it.
public struct WorkFolder: Sendable {
  public let path: String
  private let lock: Lock

  /// Where a disk is made, by its file's name.
  public func disk(_ file: String) -> String { "\(path)/\(file)" }

  /// An empty one.
  init(_ path: String, under lock: Lock) throws {
    try FileSystem.remove(path)
    try FileSystem.makeFolder(path)
    self.path = path
    self.lock = lock
  }

  /// Throws away what is in it.
  public func discard() { try? FileSystem.remove(path) }
}

extension Store {
  /// An empty folder that is no layer's; nil when another process has the name.
  public func scratch(_ name: String) throws -> WorkFolder? {
    try FileSystem.makeFolder(work)
    return try Lock.attempt("\(work)/\(name).lock").map { try WorkFolder("\(work)/\(name)", under: $0) }
  }

  /// Removes what builds that were killed left behind; folders of running builds are locked and stay.
  public func removeStaleWork() throws {
    for name in FileSystem.entries(of: work) where !name.hasSuffix(".lock") {
      guard let lock = try Lock.attempt("\(work)/\(name).lock") else { continue }
      try FileSystem.remove("\(work)/\(name)")
      withExtendedLifetime(lock) {}
    }
    for name in FileSystem.entries(of: work) where name.hasSuffix(".lock") {
      _ = try Lock.attempt("\(work)/\(name)")
    }
  }
}
