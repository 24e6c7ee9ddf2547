/// A path in an archive that stays inside the folder it is extracted to.
struct SafePath {
  /// Without `.`, empty parts or a slash at the end; empty for the folder itself.
  let parts: [Substring]

  /// Nil when the path is absolute, empty, or has a `..` part.
  init?(_ path: String) {
    guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
    parts = path.split(separator: "/").filter { $0 != "." }
    guard !parts.contains("..") else { return nil }
  }

  /// Whether a symbolic link here, with this target, leads to something inside the folder.
  func allowsLink(to target: String) -> Bool {
    guard !target.isEmpty, !target.hasPrefix("/") else { return false }
    var depth = parts.count - 1
    for part in target.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return false }
    }
    return true
  }
}
