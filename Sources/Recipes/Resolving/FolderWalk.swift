import Digests

/// Lists what a folder named by a recipe holds.
enum FolderWalk {
  /// Files, folders and links that a recipe may copy at once; more belongs into a package.
  static let limit = 10_000

  /// Bytes of all files below a folder, unread.
  static func size(of folder: String) throws -> Int64 {
    var size: Int64 = 0
    var count = 0
    var waiting = [folder]
    while let folder = waiting.popLast() {
      for name in try HostFile.names(in: folder) {
        let (status, link) = try HostFile.entry("\(folder)/\(name)")
        guard link == nil else { continue }
        if status.kind == .folder { waiting.append("\(folder)/\(name)") }
        if status.kind == .file { size = size.addingReportingOverflow(status.size).partialValue }
        count += 1
        // What is wrong with so many is said elsewhere.
        if count > limit || size < 0 { return size < 0 ? .max : size }
      }
    }
    return size
  }

  /// Every entry below a folder, sorted by path. Links are listed as links and never followed.
  static func entries(of folder: String) throws -> [Source.Entry] {
    var entries: [Source.Entry] = []
    var waiting = [""]
    while let below = waiting.popLast() {
      for name in try HostFile.names(in: FilePath.join(folder, below)) {
        let path = below.isEmpty ? name : "\(below)/\(name)"
        let kind = try kind(of: "\(folder)/\(path)")
        if case .folder = kind { waiting.append(path) }
        entries.append(Source.Entry(path: path, kind: kind))
        guard entries.count <= limit else {
          throw SourceReader.Fault(message: "folder '\(folder)' holds more than \(limit) entries")
        }
      }
    }
    return entries.sorted { $0.path < $1.path }
  }

  private static func kind(of path: String) throws -> Source.Entry.Kind {
    let (status, link) = try HostFile.entry(path)
    if let link { return .link(target: link) }
    switch status.kind {
    case .file: return .file(sha256: try sha256(file: path), mode: status.mode)
    case .folder: return .folder(mode: status.mode)
    case .other:
      throw SourceReader.Fault(message: "'\(path)' is neither a file, a folder nor a symbolic link")
    }
  }
}
