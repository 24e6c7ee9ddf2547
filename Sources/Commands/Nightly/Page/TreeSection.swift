import Console
import Factory

/// All appliances as a tree in a table: what became of each, why, and how it differs from last time.
struct TreeSection {
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
      "span", ["class": "badge \(appliance.isGood ? appliance.outcome.rawValue : bad(appliance))"],
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

  private func bad(_ appliance: NightlyReport.Appliance) -> String {
    appliance.outcome == .skipped ? "skipped" : "failed"
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
