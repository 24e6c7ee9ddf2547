public import Foundation

/// A Debian binary package or udeb; deb(5).
public struct DebPackage: Sendable {
  public let path: String
  /// Every file of the control part by name, without `./`; among them `control`, scripts and `md5sums`.
  public let controlFiles: [String: Data]

  /// Opens a package and reads its control part.
  /// - Throws: `ArchiveError`.
  public init(path: String) throws {
    self.path = path
    var files: [String: Data] = [:]
    try Self.withMember("control.tar", of: path) { reader in
      while let entry = try reader.next() {
        guard entry.kind == .file else { continue }
        let name = entry.path.hasPrefix("./") ? String(entry.path.dropFirst(2)) : entry.path
        files[name] = try reader.data(limit: 1 << 24)
      }
    }
    guard files["control"] != nil else {
      throw ArchiveError.incomplete(archive: path, missing: "control file")
    }
    controlFiles = files
  }

  /// Reads the files that the package installs, as a stream of entries.
  public func withData<Value>(_ body: (ArchiveReader) throws -> Value) throws -> Value {
    try Self.withMember("data.tar", of: path, body)
  }

  private static func withMember<Value>(
    _ prefix: String, of path: String, _ body: (ArchiveReader) throws -> Value
  ) throws -> Value {
    let package = try ArchiveReader(path: path)
    while let member = try package.next() {
      guard member.path.hasPrefix(prefix) else { continue }
      return try body(ArchiveReader(currentEntryOf: package, name: "\(path): \(member.path)"))
    }
    throw ArchiveError.incomplete(archive: path, missing: prefix)
  }
}
