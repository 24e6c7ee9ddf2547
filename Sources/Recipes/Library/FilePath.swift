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

  /// The path as it is from a folder; nil where it does not lie in it. Both absolute, or both from the same place.
  static func relative(_ path: String, to folder: String) -> String? {
    let path = normal(path)
    let folder = normal(folder)
    if path == folder { return "." }
    if folder == "." { return path.hasPrefix("/") || climbs(path) ? nil : path }
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    guard path.hasPrefix(start) else { return nil }
    let rest = String(path.dropFirst(start.count))
    return climbs(rest) ? nil : rest
  }

  /// Whether a path without `.` and needless `..` leads out of the folder that it starts from.
  private static func climbs(_ path: String) -> Bool { path == ".." || path.hasPrefix("../") }

  /// Whether a path is a folder or lies in it; both absolute, with links followed.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }
}
