import Families

/// One alternative of a dependency, as `libc6:any (>= 2.36)` (deb-control(5)).
struct Dependency: CustomStringConvertible {
  let name: String
  let relation: String
  let version: String?

  /// The items of a field, each with its alternatives.
  static func list(_ field: String?) -> [[Dependency]] {
    (field ?? "").split(separator: ",").map { $0.split(separator: "|").compactMap(Dependency.init) }.filter {
      !$0.isEmpty
    }
  }

  init?(_ text: Substring) {
    let words = text.split { $0.isWhitespace || $0 == "(" || $0 == ")" }
    guard let first = words.first else { return nil }
    name = String(first.prefix { $0 != ":" && $0 != "[" && $0 != "<" })
    let rest = words.dropFirst().joined()
    relation = String(rest.prefix { "<>=".contains($0) })
    version = relation.isEmpty ? nil : String(rest.dropFirst(relation.count))
  }

  func isMet(among there: [String: [String]]) -> Bool {
    guard let versions = there[name] else { return false }
    guard let version else { return true }
    return versions.contains { !$0.isEmpty && isMet(DebianVersion($0), DebianVersion(version)) }
  }

  private func isMet(_ found: DebianVersion, _ wanted: DebianVersion) -> Bool {
    switch relation {
    case "<<": found < wanted
    case "<=", "<": !(wanted < found)
    case ">>": wanted < found
    case ">=", ">": !(found < wanted)
    default: !(found < wanted) && !(wanted < found)
    }
  }

  var description: String { name + (version.map { " (\(relation) \($0))" } ?? "") }
}
