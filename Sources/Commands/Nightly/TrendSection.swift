import Console
import Factory
import Foundation

/// How images changed over the last runs: a small chart of each figure.
struct TrendSection {
  private let appliances: [(name: String, trend: [NightlyReport.Point])]

  init(_ appliances: [NightlyReport.Appliance]) {
    self.appliances = appliances.compactMap { appliance in appliance.trend.map { (appliance.name, $0) } }
  }

  private static let figures:
    [(title: String, value: @Sendable (NightlyReport.Point) -> Double?, text: @Sendable (Double) -> String)] =
      [
        ("Size", { $0.bytes.map { Double($0) } }, { formatted(bytes: UInt64($0)) }),
        ("Packages", { $0.packages.map(Double.init) }, { "\(Int($0))" }),
        ("Updates", { $0.updates.map(Double.init) }, { "\(Int($0))" }),
        ("Build", { $0.seconds }, { formatted(.seconds($0)) }),
        ("Boot", { $0.bootSeconds }, { formatted(.seconds($0)) }),
      ]

  var markup: Markup {
    guard !appliances.isEmpty else { return .nothing }
    let titles = ["Image"] + Self.figures.map(\.title)
    let head = Markup.element("tr", [:], titles.map { .element("th", ["scope": "col"], ["\($0)"]) })
    let rows = appliances.map { name, trend in
      Markup.element(
        "tr", [:],
        [.element("th", ["scope": "row"], ["\(name)"])]
          + Self.figures.map { figure in
            .cell(figure.title, Sparkline(trend.map(figure.value)).markup(figure.text))
          })
    }
    let table = Markup.element("table", [:], [.element("thead", [:], [head]), .element("tbody", [:], rows)])
    return .element("section", [:], [.element("h2", [:], ["Over the last runs"]), table])
  }
}

/// A figure's trend as a line without axes, with its last value and its range in words.
struct Sparkline: Hashable, Sendable {
  /// A place in the picture.
  struct Place: Hashable, Sendable {
    let x: Double
    let y: Double
  }

  /// In pixels.
  static let width = 120.0
  static let height = 24.0
  /// So that the line's ends are not cut off.
  private static let margin = 3.0

  /// Neighbouring values; where one is missing, the line is broken.
  let lines: [[Place]]
  private let values: [Double?]

  init(_ values: [Double?]) {
    self.values = values
    let known = values.compactMap(\.self)
    let (least, most) = (known.min() ?? 0, known.max() ?? 0)
    let step = (Self.width - 2 * Self.margin) / Double(max(values.count - 1, 1))
    let scale = most > least ? (Self.height - 2 * Self.margin) / (most - least) : 0
    var lines: [[Place]] = []
    var isBroken = true
    for (index, value) in values.enumerated() {
      guard let value else {
        isBroken = true
        continue
      }
      let y = scale == 0 ? Self.height / 2 : Self.height - Self.margin - (value - least) * scale
      let place = Place(x: Self.margin + Double(index) * step, y: y)
      if isBroken { lines.append([place]) } else { lines[lines.count - 1].append(place) }
      isBroken = false
    }
    self.lines = lines
  }

  /// - Parameter text: a value in words.
  func markup(_ text: (Double) -> String) -> [Markup] {
    let known = values.compactMap(\.self)
    guard let last = known.last, let least = known.min(), let most = known.max() else { return [] }
    let range = least == most ? "always \(text(last))" : "from \(text(least)) to \(text(most))"
    let label = "\(known.count) of \(values.count) runs, \(range)"
    let picture = Markup.element(
      "svg",
      [
        "class": "spark", "role": "img", "width": "\(Int(Self.width))", "height": "\(Int(Self.height))",
        "aria-label": label,
      ],
      [.element("title", [:], ["\(label)"])] + lines.map(Self.markup))
    return [picture, .element("span", ["class": "figure"], ["\(text(last))"])]
  }

  private static func markup(_ line: [Place]) -> Markup {
    if let only = line.first, line.count == 1 {
      return .element("circle", ["cx": written(only.x), "cy": written(only.y), "r": "1.5"])
    }
    let points = line.map { "\(written($0.x)),\(written($0.y))" }.joined(separator: " ")
    return .element("polyline", ["points": points])
  }

  /// A tenth of a pixel is not seen.
  private static func written(_ length: Double) -> String { "\((length * 10).rounded() / 10)" }
}
