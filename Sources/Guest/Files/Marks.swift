import Text

extension GuestSession {
  /// A text for each path that something is at: another one once anything was written there, or changed of it.
  public func marks(of paths: [String]) throws -> [String: String] {
    guard !paths.isEmpty else { return [:] }
    let words = paths.map { shellWord("/sysroot" + $0) }.joined(separator: " ")
    // The inode, and when it was last changed: no program sets that.
    let output = try handle.applianceShell("stat --printf '%i %z %f %n\\n' -- \(words) 2> /dev/null || :")
    return output.split(separator: "\n").reduce(into: [:]) { marks, line in
      guard let path = line.firstRange(of: " /sysroot") else { return }
      marks[String(line.suffix(from: path.upperBound))] = String(line.prefix(upTo: path.lowerBound))
    }
  }
}
