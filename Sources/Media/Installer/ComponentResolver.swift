/// Chooses the components that an installer needs beside those it has, by their dependencies.
struct ComponentResolver {
  /// A component that was chosen.
  struct Choice: Hashable {
    var package: Package
    /// What depends on it, nearest first; empty for one that was asked for by name.
    var neededBy: [String]
  }

  private let index: ComponentIndex
  /// Names, real and virtual, that are there already.
  private var present: Set<String>
  private(set) var choices: [Choice] = []
  private(set) var missing: [MissingComponent] = []

  /// - Parameter present: what the installer has, and what that provides.
  init(index: ComponentIndex, present: Set<String>) {
    self.index = index
    self.present = present
  }

  /// Chooses what these need; what cannot be met is noted in `missing`.
  mutating func resolve(_ wanted: [String]) {
    for name in wanted { meet(Relation(alternatives: [name]), neededBy: []) }
  }

  private mutating func meet(_ relation: Relation, neededBy: [String]) {
    guard present.isDisjoint(with: relation.alternatives) else { return }
    for name in relation.alternatives {
      guard let package = index.package(for: name) else { continue }
      return choose(package, neededBy: neededBy)
    }
    let names = relation.alternatives.joined(separator: " or ")
    // Once is enough, however many need it.
    present.formUnion(relation.alternatives)
    missing.append(
      MissingComponent(
        name: names, neededBy: neededBy, tried: ["nothing in the signed index is or provides it"],
        isUnknown: true))
  }

  private mutating func choose(_ package: Package, neededBy: [String]) {
    // Before its dependencies, which may depend on it in turn.
    present.insert(package.name)
    present.formUnion(package.provides)
    choices.append(Choice(package: package, neededBy: neededBy))
    for relation in package.depends { meet(relation, neededBy: [package.name] + neededBy) }
  }
}
