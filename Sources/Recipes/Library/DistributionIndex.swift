/// Finds the distribution meant by `rocky`, `rocky-9` or `rocky-9.6`, where no recipe has exactly that name.
///
/// It chooses among recipes named after their release, `rocky-9` for 9.6: one named otherwise, such as
/// `debian-13-bootstrap` or `rocky-9-aarch64`, is meant only by who writes its whole name.
struct DistributionIndex {
  private struct Candidate {
    let release: ReleaseNumber
    let recipe: String
  }

  /// By `os.distribution`, the lowest release first.
  private let candidates: [String: [Candidate]]

  /// - Parameter systems: the recipes without a parent, by name.
  init(_ systems: [String: OperatingSystem]) {
    var found: [String: [Candidate]] = [:]
    for (recipe, system) in systems {
      let prefix = system.distribution + "-"
      guard let release = ReleaseNumber(system.release), recipe.hasPrefix(prefix),
        let named = ReleaseNumber(recipe.dropFirst(prefix.count)), release.begins(with: named)
      else { continue }
      found[system.distribution, default: []].append(Candidate(release: release, recipe: recipe))
    }
    // Of two recipes for one release the name decides, so that the answer is always the same.
    candidates = found.mapValues { list in list.sorted { ($0.release, $1.recipe) < ($1.release, $0.recipe) } }
  }

  /// The name of the recipe that is meant; nil for a name that is not a distribution's at all.
  ///
  /// - Throws: that the version is none, or that there is no such release.
  func recipe(for name: String) throws(UnknownName) -> String? {
    if let all = candidates[name] { return all.last?.recipe }
    // The longest, for one distribution's name may begin another's.
    let fitting = candidates.keys.filter { name.hasPrefix($0 + "-") }.max { $0.utf8.count < $1.utf8.count }
    guard let distribution = fitting, let all = candidates[distribution] else { return nil }
    let text = name.dropFirst(distribution.count + 1)
    guard Self.looksLikeVersion(text) else { return nil }
    guard let version = ReleaseNumber(text) else {
      throw UnknownName.malformedVersion(text, of: distribution)
    }
    guard let match = all.last(where: { $0.release.begins(with: version) }) else {
      let known = all.map(\.release).reduce(into: [ReleaseNumber]()) { if $0.last != $1 { $0.append($1) } }
      throw UnknownName.noRelease(version, of: distribution, known: known)
    }
    return match.recipe
  }

  /// Whether a version was meant, well written or not: `debian-testing` has another name, but `debian-` lacks something.
  private static func looksLikeVersion(_ text: Substring) -> Bool {
    guard let first = text.utf8.first else { return true }
    return ReleaseNumber.isDigit(first) || first == UInt8(ascii: ".")
  }
}

/// Why a name stands for no recipe.
enum UnknownName: Error, Hashable, CustomStringConvertible {
  /// It is neither a recipe's nor begins with a distribution's.
  case name(String)
  /// What follows the distribution's name is no version.
  case malformedVersion(Substring, of: String)
  /// There are other releases of the distribution, lowest first, but none that fits.
  case noRelease(ReleaseNumber, of: String, known: [ReleaseNumber])

  var description: String {
    switch self {
    case .name(let name): return "no recipe named '\(name)'"
    case .malformedVersion(let text, let distribution):
      return
        "'\(text)' is no version of '\(distribution)'; a version is numbers with single dots between them, "
        + "such as 9 or 9.6"
    case .noRelease(let version, let distribution, let known):
      let list = known.map(\.description).joined(separator: ", ")
      return
        "'\(distribution)' has no release \(version); there \(known.count == 1 ? "is only" : "are") \(list)"
    }
  }
}

/// A dotted number such as `9.6`, compared number by number: 8 comes before 10, and 9.6 before 9.10.
struct ReleaseNumber: Hashable, Comparable, CustomStringConvertible {
  private let parts: [Int]
  let description: String

  /// Nil unless the text is numbers with single dots between them.
  init?(_ text: some StringProtocol) {
    description = String(text)
    let words = description.split(separator: ".", omittingEmptySubsequences: false)
    // `Int` takes a sign, too.
    parts = words.compactMap { word in word.utf8.allSatisfy(Self.isDigit) ? Int(word) : nil }
    guard parts.count == words.count else { return nil }
  }

  /// Whether the number is this one or goes on from it, as 9.6 goes on from 9.
  func begins(with other: ReleaseNumber) -> Bool { parts.starts(with: other.parts) }

  static func < (left: ReleaseNumber, right: ReleaseNumber) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }

  static func == (left: ReleaseNumber, right: ReleaseNumber) -> Bool { left.parts == right.parts }

  func hash(into hasher: inout Hasher) { hasher.combine(parts) }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
