import Recipes

/// The layers that the images were made of, and what differs in what determined them.
enum ChainSection: DiffSection {
  static let name = "recipes"
  static let title = "Recipe chain"
  static let isOfSystem = false

  static func compare(_ pair: DiffPair) -> Comparison {
    let unknown = [pair.before, pair.after].filter { $0.layers.isEmpty }
    guard unknown.isEmpty else {
      return Comparison(remarks: unknown.map { "not recorded of \($0.title)" })
    }
    let (old, new) = (layers(pair.before), layers(pair.after))
    let names = (pair.before.layers + pair.after.layers).map(name)
    var seen: Set<String> = []
    return Comparison(
      names.filter { seen.insert($0).inserted }.compactMap { name in
        let (before, after) = (old[name], new[name])
        guard before?.key != after?.key else { return nil }
        let kind: Change.Kind = before == nil ? .added : after == nil ? .removed : .changed
        var change = Change(kind, name, before: before?.key.short, after: after?.key.short)
        if let before, let after { change.notes = notes(before, after) }
        return change
      })
  }

  private static func layers(_ side: DiffSide) -> [String: DiffSide.Layer] {
    Dictionary(side.layers.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func name(_ layer: DiffSide.Layer) -> String {
    layer.work == .install ? "\(layer.recipe) (installed)" : layer.recipe
  }

  private static func notes(_ before: DiffSide.Layer, _ after: DiffSide.Layer) -> [String] {
    guard let old = before.inputs, let new = after.inputs else {
      return ["what determined it is no longer in the store"]
    }
    func values(_ inputs: [Input]) -> [String: String] {
      Dictionary(
        inputs.filter { !$0.name.hasPrefix(AnswerSection.prefix) }.map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first })
    }
    let changes = Change.all(from: values(old), to: values(new)) { $0 }
    return changes.map { "\($0.kind.rawValue): \($0.subject)" }
  }
}
