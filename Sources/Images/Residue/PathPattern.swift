import Foundation

/// A pattern of absolute paths: a shell's (fnmatch(3), where `*` ends at a slash), or `FOLDER/**` for all below a folder.
struct PathPattern: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  func matches(_ path: String) -> Bool {
    text.hasSuffix("/**") ? path.hasPrefix(text.dropLast(2)) : fnmatch(text, path, FNM_PATHNAME) == 0
  }

  /// The first folder of an absolute path.
  static func top(of path: String) -> Substring { path.dropFirst().prefix { $0 != "/" } }
}

/// Finds what stands for the first patterns that a path matches, with few comparisons for most paths: every pattern's first folder
/// is a plain name.
struct PathTable<Entry: Sendable>: Sendable {
  private var entries: [Substring: [(pattern: PathPattern, entry: Entry)]] = [:]

  init(_ rows: [(patterns: [String], entry: Entry)]) {
    for row in rows {
      for pattern in row.patterns {
        entries[PathPattern.top(of: pattern), default: []].append((PathPattern(pattern), row.entry))
      }
    }
  }

  /// Of each pattern that matches, in the order of the table.
  func all(_ path: String) -> [Entry] {
    (entries[PathPattern.top(of: path)] ?? []).filter { $0.pattern.matches(path) }.map(\.entry)
  }
}
