import Recipes

/// The answer files that the installed disks were made with, line by line.
enum AnswerSection: DiffSection {
  static let name = "answers"
  static let title = "Answer file"
  static let isOfSystem = false

  /// What inputs of a layer begin with that are lines of its answer file.
  static let prefix = "answers: "

  static func compare(_ pair: DiffPair) -> Comparison {
    guard let before = pair.before.layers.first, let after = pair.after.layers.first else {
      return Comparison(
        remarks: [pair.before, pair.after].filter(\.layers.isEmpty).map { "not recorded of \($0.title)" })
    }
    if before.key == after.key { return Comparison() }
    guard let old = before.inputs, let new = after.inputs else {
      let gone = [before, after].filter { $0.inputs == nil }.map(\.key.short).joined(separator: ", ")
      return Comparison(remarks: ["not recorded: the store no longer has layer \(gone)"])
    }
    let patch = UnifiedDiff.lines(from: text(old), to: text(new))
    guard let patch else { return Comparison(remarks: ["too long to be compared line by line"]) }
    return Comparison(patch.isEmpty ? [] : [Change(.changed, after.recipe, patch: patch)])
  }

  private static func text(_ inputs: [Input]) -> String {
    inputs.filter { $0.name.hasPrefix(prefix) }.map { input in
      "\(input.name.dropFirst(prefix.count)) \(input.value)\n"
    }.joined()
  }
}
