/// What debootstrap installs for a list of packages, and what it would leave broken.
///
/// Its resolver takes the first alternative of each dependency and knows no virtual packages; debootstrap's `functions`,
/// `resolve_deps`.
struct BootstrapClosure {
  /// What a package says of its relations; parsed when it is looked at, since few are.
  struct Candidate {
    /// `Pre-Depends` and `Depends`.
    var dependencies: String
    var provides: String?
    /// 0 is `required`, 1 `important`; higher is installed only when asked for.
    var rank: Int
  }

  private let candidates: [String: Candidate]
  private let providers: [String: [String]]
  private let excluded: Set<String>

  init(_ candidates: [String: Candidate], excluding excluded: Set<String>) {
    self.candidates = candidates
    self.excluded = excluded
    var providers: [String: [String]] = [:]
    for (name, candidate) in candidates {
      for provided in Relation.provided(candidate.provides) { providers[provided, default: []].append(name) }
    }
    self.providers = providers
  }

  /// The packages that must be named besides `wanted`, so that every dependency is met; sorted.
  func additions(to wanted: [String]) -> [String] {
    let base = candidates.filter { $0.value.rank <= 1 && !excluded.contains($0.key) }.map(\.key)
    var additions: Set<String> = []
    while true {
      let selected = selection(base + wanted + additions)
      let found = Set(unmet(in: selected).compactMap(provider)).subtracting(selected)
      if found.isEmpty { return additions.sorted() }
      additions.formUnion(found)
    }
  }

  /// All that debootstrap would install.
  private func selection(_ names: [String]) -> Set<String> {
    var selected: Set<String> = []
    var waiting = names
    while let name = waiting.popLast() {
      guard let candidate = candidates[name], !excluded.contains(name), selected.insert(name).inserted else {
        continue
      }
      waiting += Relation.list(candidate.dependencies).compactMap(\.alternatives.first)
    }
    return selected
  }

  /// Dependencies of selected packages that none of them meets.
  private func unmet(in selected: Set<String>) -> [Relation] {
    var present = selected
    for name in selected { present.formUnion(Relation.provided(candidates[name]?.provides)) }
    return selected.flatMap { Relation.list(candidates[$0]?.dependencies) }
      .filter { present.isDisjoint(with: $0.alternatives) }
  }

  /// The package that best meets a dependency; nil when the archive has none.
  private func provider(of relation: Relation) -> String? {
    for name in relation.alternatives {
      let choices = [name] + providers[name, default: []].sorted { (rank($0), $0) < (rank($1), $1) }
      if let choice = choices.first(where: { candidates[$0] != nil && !excluded.contains($0) }) {
        return choice
      }
    }
    return nil
  }

  private func rank(_ name: String) -> Int { candidates[name]?.rank ?? .max }
}
