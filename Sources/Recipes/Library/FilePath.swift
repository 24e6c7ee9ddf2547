/// Paths as text; nothing is looked up.
enum FilePath {
  /// Joins a folder and a relative path, resolving `.` and `..` in the latter as text; an absolute path stays as it is.
  static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") { return normal(path) }
    return normal(folder.isEmpty ? path : "\(folder)/\(path)")
  }

  /// The path without `.`, `//` and, where a folder precedes it, `..`.
  static func normal(_ path: String) -> String {
    if isNormal(path) { return path }
    var parts: [Substring] = []
    let isAbsolute = path.hasPrefix("/")
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
  }

  /// Most paths are, and looking is much quicker than taking apart and joining.
  private static func isNormal(_ path: String) -> Bool {
    var last = UInt8(ascii: "/")
    var isFirst = true
    for byte in path.utf8 {
      let slash = UInt8(ascii: "/")
      if last == slash, byte == UInt8(ascii: ".") || (byte == slash && !isFirst) { return false }
      last = byte
      isFirst = false
    }
    return !isFirst && (last != UInt8(ascii: "/") || path == "/")
  }

  /// The path without its last part.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether a path is a folder or lies in it; both absolute, with links followed.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }
}
