import Diagnostics
import YAML

/// Finds what fits the schema but makes no sense together, in the merged values of one recipe.
struct Consistency {
  let value: Value
  /// For what has no better place: the start of the recipe.
  private let start: Origin
  private(set) var diagnostics: [Diagnostic] = []

  init(_ value: Value, of recipe: RecipeFile) {
    self.value = value
    start = .recipe(Location(file: recipe.file, line: 1, column: 1))
  }

  mutating func check() {
    checkHardware()
    checkStorage()
    checkUsers()
    checkMedia()
  }

  private mutating func checkUsers() {
    let users = value["install"]?.list("users") ?? []
    reportRepeated(users, "name") { "two users are named '\($0)'" }
    for user in users where user.string("name") == "root" {
      report("'root' is always there; its keys go to 'install.authorized_keys'", user.origin)
    }
  }

  mutating func reportRepeated(_ items: [Value], _ key: String, _ message: (String) -> String) {
    var seen: [String: Origin] = [:]
    for item in items {
      guard let text = item[key]?.text else { continue }
      if let first = seen[text] {
        report("\(message(text)), the first at \(first)", item.origin)
      } else {
        seen[text] = item.origin
      }
    }
  }

  /// Where the innermost of nested keys is written, as far as they are.
  func place(_ keys: String...) -> Origin {
    var found = start
    var current: Value? = value
    for key in keys {
      current = current?[key]
      if let origin = current?.origin, origin != .standard { found = origin }
    }
    return found
  }

  mutating func report(_ message: String, _ origin: Origin) {
    diagnostics.append(Diagnostic(message, from: origin))
  }
}
