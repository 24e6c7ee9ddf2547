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
