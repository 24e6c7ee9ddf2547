import Factory

/// How many images came to what, in figures.
struct OutcomeTally {
  private let figures: [(name: String, count: Int, kind: String)]

  init(_ report: NightlyReport) {
    let all = report.appliances
    figures = [
      ("failed", all.count { $0.outcome == .failed }, "failed"),
      ("not booting", all.count { $0.outcome.isGood && !$0.isGood }, "failed"),
      ("skipped", all.count { $0.outcome == .skipped }, "skipped"),
      ("built", all.count { $0.outcome == .built && $0.isGood }, "built"),
      ("reused", all.count { $0.outcome == .reused && $0.isGood }, "reused"),
    ]
  }

  var markup: Markup {
    let shown = figures.filter { $0.count > 0 }
    return .element(
      "ul", ["class": "tally"],
      shown.map { figure in
        .element("li", ["class": figure.kind], [.element("b", [:], ["\(figure.count)"]), " \(figure.name)"])
      })
  }
}
