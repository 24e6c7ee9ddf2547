/// Software that no package brought: found in `/opt`, `/usr/local` and `/srv`.
enum ComponentSection: DiffSection {
  static let name = "components"
  static let title = "Components of no package"

  static func compare(_ pair: DiffPair) -> Comparison {
    Comparison(
      Change.all(from: components(pair.before.contents), to: components(pair.after.contents)) {
        $0.joined(separator: ", ")
      })
  }

  /// Versions by kind and name: the same may be there more than once. Of what has no version the content counts.
  private static func components(_ contents: ImageContents) -> [String: [String]] {
    Dictionary(grouping: contents.components) { component in
      component.version == nil
        ? "\(component.kind.rawValue) \(component.path)" : "\(component.kind.rawValue) \(component.name)"
    }.mapValues { all in
      Set(all.map { $0.version ?? "content \(($0.digest ?? "").prefix(12))" }).sorted()
    }
  }
}
