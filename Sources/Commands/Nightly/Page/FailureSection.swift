import Factory
import Foundation

/// What failed: cause, evidence and what to try, with the screen of the guest.
struct FailureSection {
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
