/// Files that belong to no package that has changed.
enum FileSection: DiffSection {
  static let name = "files"
  static let title = "Files"

  static func compare(_ pair: DiffPair) -> Comparison {
    Comparison(
      pair.differences.compactMap { difference, verdict in
        verdict == .file ? difference.change(owner: pair.owner(of: difference.path)) : nil
      })
  }
}

extension FileDifference {
  /// The change in words.
  ///
  /// - Parameter owner: the package that the file belongs to.
  func change(owner: String?, patch: [String] = []) -> Change {
    let kind: Change.Kind = before == nil ? .added : after == nil ? .removed : .changed
    var change = Change(kind, path, notes: aspectsInWords, patch: patch)
    change.before = before.map(\.summary)
    change.after = after.map(\.summary)
    if let owner { change.notes.append("of package \(owner)") }
    let growth = Int64(after?.size ?? 0) - Int64(before?.size ?? 0)
    change.growth = growth == 0 ? nil : growth
    return change
  }

  private var aspectsInWords: [String] {
    guard let before, let after else { return [] }
    if before.kind != after.kind { return ["\(before.kind.rawValue) → \(after.kind.rawValue)"] }
    var words: [String] = []
    if aspects.contains(.content) {
      words.append(after.target.map { "\(before.target ?? "") → \($0)" } ?? "content")
    }
    if aspects.contains(.mode) { words.append("mode \(before.permissions) → \(after.permissions)") }
    if aspects.contains(.owner) {
      words.append("owner \(before.user):\(before.group) → \(after.user):\(after.group)")
    }
    if aspects.contains(.attributes) { words.append("extended attributes") }
    return words
  }
}

extension ContentsFile {
  /// Four octal digits.
  var permissions: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Such as `file 0644 0:0`, or `link to /usr/bin/vim`.
  var summary: String {
    switch kind {
    case .link: "link to \(target ?? "")"
    default: "\(kind.rawValue) \(permissions) \(user):\(group)"
    }
  }
}
