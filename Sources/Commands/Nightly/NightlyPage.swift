import Console
import Factory
import Foundation
import Planning

/// A nightly report as one self-contained page: it needs no script, and no request leaves it.
struct NightlyPage {
  private let report: NightlyReport
  /// Where the page is to be.
  private let folder: String
  /// Reads a picture; nil for one that cannot be shown.
  private let picture: (String) -> Data?

  init(_ report: NightlyReport, folder: String, picture: @escaping (String) -> Data?) {
    self.report = report
    self.folder = folder
    self.picture = picture
  }

  var html: String {
    let page = Markup.element(
      "html", ["lang": "en"],
      [
        Page.head("Kiln \(readableTime(report.start)): \(report.verdict)"),
        .element("body", [:], [header, main, footer]),
      ])
    return "<!DOCTYPE html>\n\(page.source)\n"
  }

  private var header: Markup {
    let times = Markup.element(
      "p", ["class": "when"],
      [
        "Nightly run of ",
        .element("time", ["datetime": report.start.ISO8601Format()], ["\(readableTime(report.start))"]),
        ", \(report.time)",
      ])
    return .element(
      "header", ["class": report.look.rawValue],
      [times, .element("h1", [:], ["\(report.verdict)"]), OutcomeTally(report).markup])
  }

  private var main: Markup {
    let links = Links(folder: folder)
    return .element(
      "main", [:],
      [
        FailureSection(report: report, links: links, picture: picture).markup,
        NoticeSection(notices: report.notices).markup,
        TimelineSection(timeline: Timeline(report.jobs, seconds: report.seconds)).markup,
        TreeSection(appliances: report.appliances, links: links).markup,
        FindingsSection(report).markup,
        TrendSection(report.appliances).markup,
        JobSection(jobs: report.jobs).markup,
      ])
  }

  private var footer: Markup { .element("footer", [:], [.element("p", [:], ["\(report.provenance)"])]) }
}

/// How many images came to what, in figures.
private struct OutcomeTally {
  private let figures: [(name: String, count: Int, kind: String)]

  init(_ report: NightlyReport) {
    let all = report.appliances
    figures = [
      ("failed", all.count { $0.outcome == .failed }, "failed"),
      ("failing tests", all.count { $0.outcome.isGood && $0.boot?.outcome == .failed }, "failed"),
      ("refused by the policy", report.refused, "failed"),
      ("skipped", all.count { $0.outcome == .skipped }, "skipped"),
      ("built", all.count { $0.outcome == .built && $0.isProven }, "built"),
      ("reused", all.count { $0.outcome == .reused && $0.isProven }, "reused"),
      ("not booted", report.unbooted, "unchecked"),
      ("not fully checked", report.unchecked, "unchecked"),
      ("unreadable recipe files", report.unreadable?.count ?? 0, "failed"),
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

extension NightlyReport.Appliance {
  /// Whether all that was asked for is known, and nothing is against it.
  fileprivate var isProven: Bool { isGood && !isUnbooted && !isUnchecked }
}

/// What failed: cause, evidence and what to try, with the screen of the guest.
private struct FailureSection {
  let report: NightlyReport
  let links: Links
  let picture: (String) -> Data?

  var markup: Markup {
    let failed = report.appliances.filter { !$0.isGood && $0.outcome != .skipped }
    let articles = failed.compactMap { appliance in appliance.fault.map { article(appliance, $0) } }
    guard !articles.isEmpty || !report.problems.isEmpty else { return .nothing }
    let problems = report.problems.map { Markup.element("pre", ["class": "problem"], ["\($0)"]) }
    return .element(
      "section", ["class": "failures"], [.element("h2", [:], ["Failures"])] + problems + articles)
  }

  private func article(_ appliance: NightlyReport.Appliance, _ fault: NightlyReport.Failure) -> Markup {
    let cause = fault.cause.map { Markup.element("code", [:], ["\($0)"]) }
    let advice = fault.advice.map { advice in
      Markup.element("p", ["class": "advice"], [.element("b", [:], ["Try: "]), "\(advice)"])
    }
    let lines = Markup.element("pre", ["tabindex": "0"], ["\(fault.lastLines.joined(separator: "\n"))"])
    return .element(
      "article", [:],
      [
        .element("h3", [:], ["\(appliance.label) ", cause ?? .nothing]),
        .element("p", ["class": "message"], ["\(fault.message)"]), advice ?? .nothing,
        fault.lastLines.isEmpty ? .nothing : lines, screen(appliance, fault), logs(appliance),
      ])
  }

  private func screen(_ appliance: NightlyReport.Appliance, _ fault: NightlyReport.Failure) -> Markup {
    guard let path = fault.screenshot else { return .nothing }
    guard let data = picture(path) else {
      return .element("p", [:], ["Its screen: ", links.link(path, of: appliance.name)])
    }
    let image = Markup.element(
      "img",
      [
        "alt": "The screen of \(appliance.label) when it failed",
        "src": "data:image/png;base64,\(data.base64EncodedString())",
      ])
    return .element("figure", [:], [image])
  }

  private func logs(_ appliance: NightlyReport.Appliance) -> Markup {
    guard !appliance.logs.isEmpty else { return .nothing }
    return .element(
      "p", ["class": "logs"],
      ["Logs: "] + appliance.logs.flatMap { [links.link($0, of: appliance.name), " "] })
  }
}

/// What is worth knowing and no failure.
private struct NoticeSection {
  let notices: [String]

  var markup: Markup {
    guard !notices.isEmpty else { return .nothing }
    return .element(
      "section", [:],
      [
        .element("h2", [:], ["Notices"]),
        .element("ul", [:], notices.map { .element("li", [:], ["\($0)"]) }),
      ])
  }
}

/// All appliances as a tree in a table: what became of each, why, and how it differs from last time.
private struct TreeSection {
  let appliances: [NightlyReport.Appliance]
  let links: Links

  var markup: Markup {
    guard !appliances.isEmpty else { return .nothing }
    let titles = ["Image", "Outcome", "Why", "Boot", "Size", "Packages", "Time", "Logs"]
    let head = Markup.element("tr", [:], titles.map { .element("th", ["scope": "col"], ["\($0)"]) })
    let table = Markup.element(
      "table", ["class": "tree"],
      [
        .element("thead", [:], [head]),
        .element("tbody", [:], TreeRow.rows(of: appliances).map(row)),
      ])
    return .element("section", [:], [.element("h2", [:], ["Images"]), table])
  }

  private func row(_ row: TreeRow) -> Markup {
    let appliance = row.appliance
    let badge = Markup.element(
      "span", ["class": "badge \(look(of: appliance))"],
      ["\(appliance.status)"])
    return .element(
      "tr", ["style": "--depth: \(row.depth)"],
      [
        name(row), .cell("Outcome", [badge]), .cell("Why", ["\(appliance.explanation)"]),
        .cell("Boot", [.text(appliance.bootText)]), .cell("Size", size(appliance)),
        .cell("Packages", packages(appliance)),
        .cell("Time", [figure(appliance.timeText)]),
        .cell("Logs", appliance.logs.flatMap { [links.link($0, of: appliance.name), " "] }),
      ])
  }

  private func look(of appliance: NightlyReport.Appliance) -> String {
    if appliance.isGood, appliance.isUnbooted || appliance.isUnchecked { return "unchecked" }
    return appliance.isGood || appliance.outcome == .skipped ? appliance.outcome.rawValue : "failed"
  }

  private func name(_ row: TreeRow) -> Markup {
    let appliance = row.appliance
    // Its parent is not in the table.
    let note = row.depth == 0 ? appliance.parent.map { "from \($0)" } : nil
    return .element(
      "th", ["scope": "row", "class": row.depth > 0 ? "child" : nil],
      [
        "\(appliance.name) ", .element("small", [:], ["\(appliance.version ?? "")"]),
        note.map { .element("small", ["class": "note"], ["\($0)"]) } ?? .nothing,
      ])
  }

  private func size(_ appliance: NightlyReport.Appliance) -> [Markup] {
    [figure(appliance.sizeText)] + (appliance.sizeChange.map { [change($0)] } ?? [])
  }

  private func packages(_ appliance: NightlyReport.Appliance) -> [Markup] {
    guard let text = appliance.packageChange else { return ["\(appliance.packageText)"] }
    guard let names = appliance.change?.byName, !names.isEmpty else {
      return ["\(appliance.packageText)", change(text)]
    }
    let list = Markup.element("ul", [:], names.lines.map { .element("li", [:], ["\($0)"]) })
    return [
      "\(appliance.packageText)",
      .element("details", [:], [.element("summary", [:], [change(text)]), list]),
    ]
  }

  /// Kept in one line; nothing for nothing.
  private func figure(_ text: String) -> Markup {
    text.isEmpty ? .nothing : .element("span", ["class": "figure"], ["\(text)"])
  }

  private func change(_ text: String) -> Markup { .element("span", ["class": "change figure"], [" \(text)"]) }
}

/// The jobs in words, for who cannot see the timeline or wants figures.
private struct JobSection {
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
  var done: String {
    guard outcome == .built else { return outcome.rawValue }
    return switch kind {
    case .check: "booted"
    case .inspection: "inspected"
    case .attestation: "attested"
    case .layer, .part, .image: outcome.rawValue
    }
  }

  /// All of it, for who points at its bar.
  var title: String {
    let times = "\(done) in \(formatted(.seconds(seconds))), from \(formatted(.seconds(start.rounded()))) on"
    return (["\(label): \(times)"] + [reason].compactMap { $0 }).joined(separator: "\n")
  }
}
