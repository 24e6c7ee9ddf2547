/// Which entries an archive has, and where its links lead.
public struct EntryIndex: Sendable {
  /// As many as Linux follows in one path; path_resolution(7).
  private static let mostLinks = 40

  private let archive: String
  private var kinds: [String: ArchiveEntry.Kind] = [:]

  /// Reads all headers of an archive, and no data.
  /// - Throws: `ArchiveError`, also when an entry's path leads out of the archive.
  public init(of reader: ArchiveReader) throws {
    archive = reader.name
    while let entry = try reader.next() {
      guard let path = SafePath(entry.path) else {
        throw refused(entry.path, "its path leads out of the archive")
      }
      kinds[path.parts.joined(separator: "/")] = entry.kind
    }
  }

  /// The path of the file that a path leads to when links are followed within the archive; nil when there is none.
  /// - Returns: without `./` before it.
  /// - Throws: `ArchiveError.refused` for links that lead outside or nowhere, and for what is no file.
  public func file(_ path: String) throws(ArchiveError) -> String? {
    var walk = Walk(path)
    var links = 0
    while let place = try walk.next(orThrow: refused(path, "it leads out of the archive")) {
      guard let target = target(of: place) else { continue }
      links += 1
      guard links <= Self.mostLinks else { throw refused(path, "its links form a loop") }
      guard !target.path.hasPrefix("/") else {
        throw refused(path, "it links to '\(target.path)', outside the archive")
      }
      walk.follow(target.path, fromRoot: target.isFromRoot)
    }
    switch kinds[walk.place] {
    case .file: return walk.place
    case nil: return nil
    default: throw refused(path, "it is no file")
    }
  }

  private func target(of place: String) -> (path: String, isFromRoot: Bool)? {
    switch kinds[place] {
    case .symbolicLink(let target): (target, false)
    case .hardLink(let target): (target, true)
    default: nil
    }
  }

  private func refused(_ entry: String, _ reason: String) -> ArchiveError {
    .refused(archive: archive, entry: entry, reason: reason)
  }
}

/// A path being walked part by part, links put in their place.
private struct Walk {
  private var done: [Substring] = []
  /// The next part last.
  private var left: [Substring]

  init(_ path: String) { left = path.split(separator: "/").reversed() }

  var place: String { done.joined(separator: "/") }

  /// Goes on by one part.
  /// - Returns: where that leads; nil at the end.
  mutating func next(orThrow error: @autoclosure () -> ArchiveError) throws(ArchiveError) -> String? {
    guard let part = left.popLast() else { return nil }
    switch part {
    case ".": break
    case "..":
      guard done.popLast() != nil else { throw error() }
    default: done.append(part)
    }
    return place
  }

  /// Goes on where a link leads that stands at the place.
  mutating func follow(_ target: String, fromRoot: Bool) {
    if fromRoot { done = [] } else { done.removeLast() }
    left += target.split(separator: "/").reversed()
  }
}
