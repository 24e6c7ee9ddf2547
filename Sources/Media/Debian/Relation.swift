/// One item of `Depends`: names of which one is enough, as `a | b (>= 1) [amd64]` (deb-control(5)).
///
/// Versions are left out: the installer's own component loader does not look at them either, and one suite's index
/// is consistent.
struct Relation: Hashable, Sendable {
  var alternatives: [String]

  /// The items of a `Depends` field.
  static func list(_ field: String?) -> [Relation] {
    items(field, separator: ",").map { Relation(alternatives: items($0, separator: "|").map(bareName)) }
  }

  /// The names of a `Provides` field.
  static func provided(_ field: String?) -> [String] {
    items(field, separator: ",").map(bareName)
  }

  private static func items(_ field: String?, separator: Character) -> [String] {
    (field ?? "").split(separator: separator)
      .map { String($0.drop(while: \.isWhitespace)) }
      .filter { !$0.isEmpty }
  }

  private static func bareName(_ text: String) -> String {
    String(text.prefix { !$0.isWhitespace && $0 != "(" && $0 != "[" && $0 != ":" && $0 != "<" })
  }
}
