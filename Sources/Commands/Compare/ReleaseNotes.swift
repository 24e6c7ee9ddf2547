import Images

/// Release notes in Markdown (CommonMark), from what differs: what a reader of the image would want to know.
struct ReleaseNotes {
  /// How many changes of a section are listed.
  private static let longest = 50
  /// What is of use to who makes images only.
  private static let internals: Set<String> = ["size", "recipes", "answers", "modules", "tests"]

  let diff: ImageDiff

  var markdown: String {
    let sections = diff.sections.filter { !$0.changes.isEmpty && !Self.internals.contains($0.name) }
    let body = sections.map { section in
      "\n## \(section.title)\n\n" + section.changes.prefix(Self.longest).map(item).joined() + more(section)
    }
    return "# \(diff.after)\n\nChanges since \(diff.before)."
      + (sections.isEmpty ? " Nothing in the system has changed." : "") + "\n" + body.joined()
  }

  private func more(_ section: DiffSectionResult) -> String {
    let count = section.changes.count - Self.longest
    return count > 0 ? "- … and \(count) more\n" : ""
  }

  private func item(_ change: Change) -> String {
    let kind = change.kind == .changed ? "" : "\(change.kind.rawValue): "
    let words = change.words.isEmpty ? "" : ": " + change.words.map(Self.plain).joined(separator: "; ")
    return "- \(kind)\(Self.code(change.subject))\(words)\n"
      + change.changelog.map { line in
        // Items of a changelog are items here.
        line.hasPrefix("  * ")
          ? "  - \(Self.plain(String(line.dropFirst(4))))\n" : "    \(Self.plain(line.trimmed))\n"
      }.joined()
      + fence(change.patch)
  }

  private func fence(_ patch: [String]) -> String {
    guard !patch.isEmpty else { return "" }
    let longest = patch.joined(separator: "\n").split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\n  \(fence)diff\n" + patch.map { "  \($0)\n" }.joined() + "  \(fence)\n\n"
  }

  /// A code span, which must be begun with more backticks than it has in a row.
  private static func code(_ text: String) -> String {
    guard text.contains("`") else { return "`\(text)`" }
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(text) \(fence)"
  }

  /// With what would be markup escaped; CommonMark, 2.4.
  private static func plain(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*_[]<>#|".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(drop(while: \.isWhitespace)) }
}
