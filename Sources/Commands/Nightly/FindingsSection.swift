import Factory
import Images

/// What is known of each image beside that it is there: tests, residue, contents, signature, updates, vulnerabilities, policy.
struct FindingsSection {
  private let table: FindingsTable

  init(_ report: NightlyReport) {
    table = FindingsTable(report)
  }

  var markup: Markup {
    guard !table.rows.isEmpty else { return .nothing }
    let titles = ["Image"] + table.subjects.map(BuildFindings.title)
    let head = Markup.element("tr", [:], titles.map { .element("th", ["scope": "col"], ["\($0)"]) })
    let rows = table.rows.map { label, facts in
      Markup.element(
        "tr", [:],
        [.element("th", ["scope": "row"], ["\(label)"])]
          + facts.map { .cell(BuildFindings.title($0.subject), [cell($0)]) })
    }
    let notes = table.gaps.map { Markup.element("p", ["class": "legend"], ["\($0)"]) }
    return .element(
      "section", [:],
      [
        .element("h2", [:], ["Findings"]),
        .element(
          "table", ["class": "findings"], [.element("thead", [:], [head]), .element("tbody", [:], rows)]),
      ] + notes)
  }

  private func cell(_ fact: BuildFindings.Fact) -> Markup {
    let text = Markup.element("span", ["class": "badge \(fact.look.rawValue)"], ["\(fact.text)"])
    guard !fact.details.isEmpty else { return text }
    let list = Markup.element("ul", [:], fact.details.map { .element("li", [:], ["\($0)"]) })
    return .element("details", [:], [.element("summary", [:], [text]), list])
  }
}

/// The same for the page and the text: what nobody asked for is said once, not of each image.
struct FindingsTable {
  /// Those with something to say of some image.
  let subjects: [BuildFindings.Subject]
  let rows: [(label: String, facts: [BuildFindings.Fact])]
  /// What was looked at of no image, and why not.
  let gaps: [String]

  init(_ report: NightlyReport) {
    let all = report.appliances.compactMap { appliance in appliance.findings.map { (appliance.label, $0) } }
    let idle = BuildFindings.Subject.allCases.filter { subject in
      all.allSatisfy { $1.unchecked.contains { $0.what == subject && !$0.wanted } }
    }
    let subjects = BuildFindings.Subject.allCases.filter { !idle.contains($0) }
    self.subjects = subjects
    rows = all.map { label, findings in (label, subjects.map { findings.fact($0, in: report.start) }) }
    gaps = idle.map { subject in
      let reasons = all.compactMap { $1.unchecked.first { $0.what == subject }?.why }
      let distinct = reasons.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return "Not checked: \(subject.words): \(distinct.prefix(3).joined(separator: "; "))"
    }
  }
}

extension BuildFindings.Subject {
  /// In the middle of a sentence.
  fileprivate var words: String {
    switch self {
    case .tests: "tests"
    case .residue: "what was left in images"
    case .sbom: "what is inside"
    case .signature: "signatures"
    case .updates: "pending updates"
    case .vulnerabilities: "known vulnerabilities"
    case .policy: "the site's policy"
    }
  }
}
