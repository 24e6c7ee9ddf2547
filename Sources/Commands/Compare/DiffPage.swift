import Images

/// A difference as one self-contained page: it needs no script, and no request leaves it.
struct DiffPage {
  private let diff: ImageDiff

  init(_ diff: ImageDiff) {
    self.diff = diff
  }

  var html: String {
    let page = Markup.element(
      "html", ["lang": "en"], [Page.head(title), .element("body", [:], [header, main, footer])])
    return "<!DOCTYPE html>\n\(page.source)\n"
  }

  private var title: String { "\(diff.before) → \(diff.after)" }

  private var found: [DiffSectionResult] { diff.sections.filter { !$0.changes.isEmpty } }

  private var header: Markup {
    .element(
      "header", ["class": diff.isDifferent ? "unchecked" : nil],
      [
        .element("p", ["class": "when"], ["\(diff.before) →"]), .element("h1", [:], ["\(diff.after)"]),
        .element(
          "ul", ["class": "tally"],
          found.map { section in
            .element(
              "li", [:],
              [
                .element("b", [:], ["\(section.changes.count)"]), " ",
                .element("a", ["href": "#\(section.name)"], ["\(section.title)"]),
              ])
          }),
      ])
  }

  private var main: Markup {
    let same = Markup.element("p", [:], ["The systems do not differ."])
    return .element(
      "main", [:], (diff.isDifferent ? [] : [same]) + diff.sections.map { SectionMarkup(section: $0).markup })
  }

  private var footer: Markup {
    let kinds = diff.generated.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let text =
      kinds.isEmpty ? "" : "Besides, files that every build writes again: \(kinds.joined(separator: ", "))."
    return .element("footer", [:], [.element("p", [:], ["\(text)"])])
  }
}

/// One section: a table, and below each change its longer texts.
private struct SectionMarkup {
  let section: DiffSectionResult

  var markup: Markup {
    guard !section.changes.isEmpty || !section.remarks.isEmpty else { return .nothing }
    let remarks = section.remarks.map { Markup.element("p", ["class": "when"], ["\($0)"]) }
    let table = Markup.element(
      "table", ["class": "changes"], [.element("tbody", [:], section.changes.map(row))])
    return .element(
      "section", ["id": section.name],
      [.element("h2", [:], ["\(section.title)"])] + remarks + (section.changes.isEmpty ? [] : [table]))
  }

  private func row(_ change: Change) -> Markup {
    let texts =
      [change.words.joined(separator: "; ")].filter { !$0.isEmpty }.map { Markup.text($0) }
      + [block(change.changelog, "Changelog"), block(change.patch, "Difference")]
    return .element(
      "tr", [:],
      [
        .element("th", ["scope": "row", "class": "sign \(change.kind.rawValue)"], ["\(change.subject)"]),
        .element("td", [:], texts),
      ])
  }

  private func block(_ lines: [String], _ title: String) -> Markup {
    guard !lines.isEmpty else { return .nothing }
    let marked = lines.map { line in
      Markup.element("span", ["class": title == "Difference" ? Self.look(line) : nil], ["\(line)\n"])
    }
    let pre = Markup.element("pre", ["tabindex": "0"], marked)
    return .element("details", ["open": "open"], [.element("summary", [:], ["\(title)"]), pre])
  }

  private static func look(_ line: String) -> String? {
    switch line.first {
    case "+": "added"
    case "-": "removed"
    case "@", "…": "place"
    default: nil
    }
  }
}
