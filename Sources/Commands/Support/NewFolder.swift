import Console
import Foundation

/// A folder that comes to be whole or not at all.
struct NewFolder {
  private let url: URL

  /// - Parameter sources: absolute paths of what will be copied into it.
  /// - Throws: `UsageError` when there is something in the way, no folder to make it in, or when a copy would go into
  ///   what it is a copy of.
  init(_ path: String, holding sources: [String], command: String) throws {
    url = URL(fileURLWithPath: path).standardizedFileURL
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: url.path, isDirectory: &isFolder) {
      let isEmpty = isFolder.boolValue ? (try? manager.contentsOfDirectory(atPath: url.path))?.isEmpty : nil
      guard isEmpty == true else {
        throw UsageError("\(path) is there already; name a folder that is new or empty", command: command)
      }
    }
    let parent = url.deletingLastPathComponent().resolvingSymlinksInPath().path
    guard manager.fileExists(atPath: parent, isDirectory: &isFolder), isFolder.boolValue else {
      throw UsageError("there is no folder \(parent) to make it in", command: command)
    }
    if let holder = sources.first(where: { "\(parent)/".hasPrefix("\($0)/") }) {
      throw UsageError("\(path) lies in \(holder), which is to be copied", command: command)
    }
  }

  /// Makes the folder.
  ///
  /// - Parameter fill: puts its contents into another folder beside it, which then takes its place.
  func make(_ fill: (URL) throws -> Void) throws {
    let name = ".\(url.lastPathComponent).\(UUID().uuidString)"
    let draft = url.deletingLastPathComponent().appendingPathComponent(name)
    // Gone already when all went well.
    defer { try? FileManager.default.removeItem(at: draft) }
    try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: false)
    try fill(draft)
    // An empty folder is replaced; one that has been filled meanwhile is not.
    guard rename(draft.path, url.path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }
}
