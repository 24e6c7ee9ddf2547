import Diagnostics

/// Finds what makes no sense together in a resolved appliance; each part of it is well-formed by itself.
struct Consistency {
  let appliance: Appliance
  /// Of the whole chain.
  let users: [Sourced<User>]
  /// For what nobody wrote: the start of the recipe.
  let start: Origin
  private(set) var diagnostics: [Diagnostic] = []

  init(_ appliance: Appliance, users: [Sourced<User>], of recipe: RecipeFile) {
    self.appliance = appliance
    self.users = users
    start = .recipe(Location(file: recipe.file, line: 1, column: 1))
  }

  mutating func check() {
    checkUsers()
    // An image brings its own layout.
    if case .image = appliance.installer { return }
    checkStorage()
  }

  private mutating func checkUsers() {
    reportRepeated(users.map { Sourced($0.value.name, from: $0.origin) }) { "two users are named '\($0)'" }
    for user in users where user.value.name == "root" {
      report("'root' is always there; its keys go to 'install.authorized_keys'", user.origin)
    }
  }

  mutating func reportRepeated<Name: Hashable>(_ names: [Sourced<Name>], _ message: (Name) -> String) {
    var seen: [Name: Origin] = [:]
    for name in names {
      if let first = seen[name.value] {
        report("\(message(name.value)), the first at \(first)", name.origin)
      } else {
        seen[name.value] = name.origin
      }
    }
  }

  mutating func report(_ message: String, _ origin: Origin) {
    diagnostics.append(Diagnostic(message, from: origin == .standard ? start : origin))
  }
}
