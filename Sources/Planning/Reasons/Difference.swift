import Recipes

/// What differs between the inputs of two layers.
enum Difference {
  static func between(_ old: [Input], and new: [Input]) -> [Change] {
    guard old != new else { return [] }
    let before = Dictionary(old.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let new = comparable(new, with: before)
    let after = Dictionary(new.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let present = new.compactMap { input -> Change? in
      guard let value = before[input.name] else { return .added(input.name) }
      return value == input.value ? nil : .changed(input.name, from: value, to: input.value)
    }
    let removed = old.filter { after[$0.name] == nil }.map { Change.removed($0.name) }
    let changes = inFewWords(present + removed)
    return changes.isEmpty ? [.reordered] : changes
  }

  /// The inputs without those that earlier versions of Kiln did not remember of an installed disk.
  private static func comparable(_ new: [Input], with before: [String: String]) -> [Input] {
    guard before["installer.kind"] != nil, before["install.timezone"] == nil else { return new }
    return new.filter { !$0.name.hasPrefix("install.") || before[$0.name] != nil }
  }

  /// Lines of an answer file are told by the settings that they follow from; else how many they are, unless it is one.
  private static func inFewWords(_ changes: [Change]) -> [Change] {
    let lines = changes.filter { $0.name?.hasPrefix(InstallInputs.answerLine) == true }
    guard !lines.isEmpty else { return changes }
    let others = changes.filter { !lines.contains($0) }
    if others.contains(where: { $0.name?.hasPrefix("install.") == true }) { return others }
    return others + (lines.count == 1 ? lines : [.answers(lines: lines.count)])
  }
}

extension Change {
  /// The input's.
  fileprivate var name: String? {
    switch self {
    case .added(let name), .removed(let name), .changed(let name, _, _): name
    case .answers, .reordered: nil
    }
  }
}
