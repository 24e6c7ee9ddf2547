/// How the images' tests went: what is asked now or no longer, what came of it, and what takes much longer or shorter.
enum TestSection: DiffSection {
  static let name = "tests"
  static let title = "Tests"
  // One system may be tested on two hosts, or on none.
  static let isOfSystem = false

  static func compare(_ pair: DiffPair) -> Comparison {
    guard let old = pair.before.tests, let new = pair.after.tests, !old.tests.isEmpty, !new.tests.isEmpty
    else {
      return Comparison(remarks: [pair.before, pair.after].compactMap(\.whyUntested))
    }
    let isTimed = old.accelerator == new.accelerator
    let (before, after) = (results(old), results(new))
    let changes = Set(before.keys).union(after.keys).sorted().compactMap { name -> Change? in
      let (old, new) = (before[name], after[name])
      let isChanged = old?.outcome != new?.outcome
      let isSlower = isTimed && Self.differs(old?.seconds, new?.seconds)
      guard isChanged || isSlower else { return nil }
      let kind: Change.Kind = old == nil ? .added : new == nil ? .removed : .changed
      func text(_ result: Result?) -> String? {
        result.map { $0.outcome + (isChanged ? "" : $0.seconds.map { " in \(inTenths($0)) s" } ?? "") }
      }
      return Change(
        kind, name, before: text(old), after: text(new),
        notes: isChanged
          ? [(new ?? old)?.message, new?.place.map { "asked for at \($0)" }].compactMap(\.self) : [])
    }
    return Comparison(changes, remarks: isTimed ? [] : [accelerators(old, new)])
  }

  private struct Result {
    var outcome: String
    /// nil for what was not done.
    var seconds: Double?
    var message: String?
    var place: String?
  }

  private static func results(_ report: TestReport) -> [String: Result] {
    let tests = report.tests.map {
      (
        $0.name,
        Result(outcome: $0.outcome.rawValue, seconds: $0.seconds, message: $0.message, place: $0.place)
      )
    }
    let untested = report.untested.map { ($0.what, Result(outcome: "untested", message: $0.why)) }
    return Dictionary(tests + untested, uniquingKeysWith: { first, _ in first })
  }

  /// Whether one is at least half as long again as the other, and by more than a boot varies anyway.
  private static func differs(_ before: Double?, _ after: Double?) -> Bool {
    guard let before, let after else { return false }
    let (least, most) = (min(before, after), max(before, after))
    return most - least >= 5 && most >= least * 1.5
  }

  private static func inTenths(_ seconds: Double) -> Double { (seconds * 10).rounded() / 10 }

  private static func accelerators(_ old: TestReport, _ new: TestReport) -> String {
    "times are not compared: the machines ran on \(old.accelerator ?? "nothing") and \(new.accelerator ?? "nothing")"
  }
}

extension DiffSide {
  /// That nothing is known of its tests; nil where something is.
  var whyUntested: String? {
    guard let tests else { return "not tested: \(title)" }
    guard tests.tests.isEmpty else { return nil }
    return "not tested: \(title)" + (tests.untested.first.map { " (\($0.why))" } ?? "")
  }
}
