import Digests

/// Lists what a folder named by a recipe holds.
struct FolderWalk {
  /// Files, folders and links that a recipe may copy at once; more belongs into a package.
  static let limit = 10_000

  private let folder: String
  private var entries: [Source.Entry] = []
  /// The files met that have more than one name, by what they are.
  private var shared: [HostFile.Identity: Source.Entry] = [:]

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
    var walk = FolderWalk(folder: folder)
    for path in try paths(below: folder) { walk.entries.append(try walk.entry(path)) }
    return walk.entries
  }

  private init(folder: String) {
    self.folder = folder
  }

  /// Sorted, so that of several names of one file always the same comes first.
  private static func paths(below folder: String) throws -> [String] {
    var paths: [String] = []
    var waiting = [""]
    while let below = waiting.popLast() {
      for name in try HostFile.names(in: FilePath.join(folder, below)) {
        let path = below.isEmpty ? name : "\(below)/\(name)"
        paths.append(path)
        guard paths.count <= limit else {
          throw SourceReader.Fault(message: "folder '\(folder)' holds more than \(limit) entries")
        }
        let (status, link) = try HostFile.entry("\(folder)/\(path)")
        if link == nil, status.kind == .folder { waiting.append(path) }
      }
    }
    return paths.sorted()
  }

  private mutating func entry(_ path: String) throws -> Source.Entry {
    let file = "\(folder)/\(path)"
    let (status, link) = try HostFile.entry(file)
    if let link { return Source.Entry(path: path, kind: .link(target: link)) }
    if let first = shared[status.identity] {
      return Source.Entry(path: path, kind: first.kind, metadata: Source.Metadata(hardLink: first.path))
    }
    let kind = try kind(of: file, status)
    let entry = Source.Entry(path: path, kind: kind, metadata: try HostFile.metadata(file, status.kind))
    if status.kind == .file, status.isShared { shared[status.identity] = entry }
    return entry
  }

  private func kind(of file: String, _ status: HostFile.Status) throws -> Source.Entry.Kind {
    switch status.kind {
    case .file: return .file(sha256: try sha256(file: file), mode: status.mode)
    case .folder: return .folder(mode: status.mode)
    case .other:
      throw SourceReader.Fault(message: "'\(file)' is neither a file, a folder nor a symbolic link")
    }
  }
}
