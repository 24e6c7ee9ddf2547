/// Texts below `/etc`, line by line.
enum SettingsSection: DiffSection {
  static let name = "settings"
  static let title = "Configuration files"

  static func compare(_ pair: DiffPair) -> Comparison {
    Comparison(
      pair.differences.compactMap { difference, verdict in
        guard verdict == .setting else { return nil }
        let path = difference.path
        let old = pair.before.contents.texts[path]
        let new = pair.after.contents.texts[path]
        var change = difference.change(owner: pair.owner(of: path))
        guard difference.aspects.contains(.content) || difference.aspects.contains(.existence) else {
          return change
        }
        guard old != nil || difference.before == nil, new != nil || difference.after == nil else {
          change.notes.append(why(difference))
          return change
        }
        guard let patch = UnifiedDiff.lines(from: old ?? "", to: new ?? "") else {
          change.notes.append("too long to be compared line by line")
          return change
        }
        change.patch = patch
        return change
      })
  }

  /// Why a text is not shown.
  private static func why(_ difference: FileDifference) -> String {
    let files = [difference.before, difference.after].compactMap { $0 }
    if files.contains(where: { !$0.isPublic }) { return "not shown: it is not for everybody to read" }
    return files.contains { $0.size > KeptTexts.longest } ? "too long to be compared line by line" : "binary"
  }
}
