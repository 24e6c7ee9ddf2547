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
    let page = Markup.element("html", ["lang": "en"], [head, .element("body", [:], [header, main, footer])])
    return "<!DOCTYPE html>\n\(page.source)\n"
  }

  /// The browser itself refuses whatever the page should ask for; an empty icon keeps it from looking for one.
  private var head: Markup {
    let policy =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return .element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("link", ["rel": "icon", "href": "data:,"]),
        .element("title", [:], ["Kiln \(readableTime(report.start)): \(report.verdict)"]),
        .style(pageStyle),
      ])
  }

  private var header: Markup {
    let times = Markup.element(
      "p", ["class": "when"],
      [
        "Nightly run of ", .element("time", ["datetime": report.start], ["\(readableTime(report.start))"]),
        ", \(report.time)",
      ])
    return .element(
      "header", ["class": report.passed ? "passed" : "failed"],
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
        JobSection(jobs: report.jobs).markup,
      ])
  }

  private var footer: Markup { .element("footer", [:], [.element("p", [:], ["\(report.provenance)"])]) }
}

/// Links from the page to files.
struct Links {
  let folder: String

  /// - Parameters:
  ///   - path: absolute.
  ///   - appliance: whose folder it is in: what comes below that is shown.
  func link(_ path: String, of appliance: String) -> Markup {
    let parts = path.split(separator: "/")
    let own = parts.lastIndex { $0 == appliance }.map { parts[($0 + 1)...] } ?? parts.suffix(1)
    return .element(
      "a", ["href": PathLink.relative(from: folder, to: path), "title": path],
      ["\(own.joined(separator: "/"))"])
  }
}
