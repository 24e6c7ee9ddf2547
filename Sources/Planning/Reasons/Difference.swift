import Recipes

/// What differs between the inputs of two layers.
enum Difference {
  static func between(_ old: [Input], and new: [Input]) -> [Change] {
    guard old != new else { return [] }
    let before = Dictionary(old.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let after = Dictionary(new.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let present = new.compactMap { input -> Change? in
      guard let value = before[input.name] else { return .added(input.name) }
      return value == input.value ? nil : .changed(input.name, from: value, to: input.value)
    }
    let removed = old.filter { after[$0.name] == nil }.map { Change.removed($0.name) }
    let changes = present + removed
    return changes.isEmpty ? [.reordered] : changes
  }
}
