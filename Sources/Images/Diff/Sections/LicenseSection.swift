/// What bills of materials tell of packages beside their versions: licences and suppliers.
enum LicenseSection: DiffSection {
  static let name = "sbom"
  static let title = "Licences and suppliers"
  // Versions of packages are the systems' difference.
  static let isOfSystem = false

  static func compare(_ pair: DiffPair) -> Comparison {
    let (old, new) = (pair.before.contents.packages, pair.after.contents.packages)
    let licenses = Change.all(from: users(old), to: users(new)) { $0.joined(separator: ", ") }
      // That more or fewer packages are under one licence is told of the packages.
      .filter { $0.kind != .changed }
    return Comparison(licenses + changes(first(old), first(new)), remarks: remarks(pair))
  }

  /// The packages under each licence.
  private static func users(_ packages: [ContentsPackage]) -> [String: [String]] {
    Dictionary(grouping: packages.filter { $0.license != nil }) { $0.license ?? "" }
      .mapValues { Set($0.map(\.name)).sorted() }
  }

  private static func first(_ packages: [ContentsPackage]) -> [String: ContentsPackage] {
    Dictionary(packages.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func changes(_ old: [String: ContentsPackage], _ new: [String: ContentsPackage]) -> [Change]
  {
    old.keys.sorted().compactMap { name in
      guard let before = old[name], let after = new[name] else { return nil }
      let notes = [
        note("licence", before.license, after.license), note("supplier", before.supplier, after.supplier),
      ].compactMap(\.self)
      return notes.isEmpty ? nil : Change(.changed, name, notes: notes)
    }
  }

  private static func note(_ what: String, _ before: String?, _ after: String?) -> String? {
    before == after ? nil : "\(what) \(before ?? "unknown") → \(after ?? "unknown")"
  }

  private static func remarks(_ pair: DiffPair) -> [String] {
    [pair.before, pair.after].filter { !$0.contents.knowsOwners && !$0.contents.packages.isEmpty }.map {
      "licences of packages are unknown of \($0.title)"
    }
  }
}
