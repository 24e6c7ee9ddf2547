import Families

/// Packages that are new, gone or in another version, with all that follows from that.
enum PackageSection: DiffSection {
  static let name = "packages"
  static let title = "Packages"

  static func compare(_ pair: DiffPair) -> Comparison {
    let format = PackageFormat(rawValue: pair.after.contents.packageFormat)
    let (old, new) = (versions(pair.before.contents), versions(pair.after.contents))
    let sizes = (pair.before.contents.bytesByPackage.packages, pair.after.contents.bytesByPackage.packages)
    var changes = Change.all(from: old, to: new) { $0.joined(separator: ", ") }
    for index in changes.indices {
      let name = changes[index].subject
      let growth = Int64(sizes.1[name] ?? 0) - Int64(sizes.0[name] ?? 0)
      changes[index].growth = growth == 0 ? nil : growth
      if let format, let old = old[name]?.first, let new = new[name]?.first,
        format.isOlder(new, than: old)
      {
        changes[index].notes.append("an older version than before")
      }
      changes[index].notes += consequences(of: name, in: pair)
      changes[index].changelog = Changelog.lines(of: name, from: old[name]?.first, in: pair.after.contents)
    }
    return Comparison(changes, remarks: remarks(pair))
  }

  /// The versions of each package: several may be installed of a kernel.
  private static func versions(_ contents: ImageContents) -> [String: [String]] {
    // A package of one architecture is called by its name alone, as people do.
    Dictionary(grouping: contents.packages, by: \.name).mapValues { packages in
      let isOne = Set(packages.map(\.architecture)).count == 1
      return packages.map { isOne ? $0.version : "\($0.version) \($0.architecture)" }.sorted()
    }
  }

  /// The files that no package owns and that its scripts have made.
  private static func consequences(of name: String, in pair: DiffPair) -> [String] {
    let differing = Set(pair.differences.map(\.difference.path))
    return pair.made(by: name).filter(differing.contains).filter { GeneratedFiles.kind(of: $0) == nil }
      .map { "made by its scripts: \($0)" }
  }

  private static func remarks(_ pair: DiffPair) -> [String] {
    [pair.before, pair.after].filter { !$0.contents.knowsOwners }.map {
      "which files belong to packages is unknown of \($0.title): files of packages are told of as all others"
    }
  }
}
