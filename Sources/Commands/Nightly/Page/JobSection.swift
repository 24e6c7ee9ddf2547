import Console
import Factory
import Planning

/// The jobs in words, for who cannot see the timeline or wants figures.
struct JobSection {
  let jobs: [NightlyReport.Job]

  var markup: Markup {
    guard !jobs.isEmpty else { return .nothing }
    let titles = ["Job", "Outcome", "Began", "Took", "Why"]
    let head = Markup.element("tr", [:], titles.map { .element("th", ["scope": "col"], ["\($0)"]) })
    let rows = jobs.map { job in
      Markup.element(
        "tr", [:],
        [
          .element("th", ["scope": "row"], ["\(job.label)"]),
          .cell("Outcome", [.element("span", ["class": "badge \(job.outcome.rawValue)"], ["\(job.done)"])]),
          .cell("Began", ["\(formatted(.seconds(job.start.rounded())))"]),
          .cell("Took", ["\(formatted(.seconds(job.seconds)))"]),
          .cell("Why", job.reason.map { ["\($0)"] } ?? []),
        ])
    }
    let table = Markup.element(
      "table", [:], [.element("thead", [:], [head]), .element("tbody", [:], rows)])
    let summary = Markup.element("summary", [:], [.element("h2", [:], ["Jobs"]), " \(jobs.count)"])
    return .element("section", [:], [.element("details", [:], [summary, table])])
  }
}

extension Markup {
  /// A cell that says on a narrow screen, where it stands alone, what its column is called.
  static func cell(_ column: String, _ content: [Markup]) -> Markup {
    .element("td", ["data-column": column], content)
  }
}

extension NightlyReport.Job {
  /// The class that its bar is coloured by.
  var look: String {
    switch outcome {
    case .failed: "failed"
    case .reused: "reused"
    case .built, .skipped: kind.rawValue
    }
  }

  /// What became of it.
  var done: String { kind == .check && outcome == .built ? "booted" : outcome.rawValue }

  /// All of it, for who points at its bar.
  var title: String {
    let times = "\(done) in \(formatted(.seconds(seconds))), from \(formatted(.seconds(start.rounded()))) on"
    return (["\(label): \(times)"] + [reason].compactMap { $0 }).joined(separator: "\n")
  }
}
