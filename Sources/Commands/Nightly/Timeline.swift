import Factory
import Planning

/// A run's jobs laid out in time: lanes from top to bottom, so that no two bars of one lane overlap.
struct Timeline: Hashable, Sendable {
  /// One job.
  struct Bar: Hashable, Sendable {
    let job: NightlyReport.Job
    /// From 0.
    let lane: Int
    /// Parts of the whole width, from 0 to 1.
    let start: Double
    let width: Double
  }

  let bars: [Bar]
  let lanes: Int
  let axis: TimeAxis

  /// - Parameter seconds: of the whole run; more where a job ended later.
  init(_ jobs: [NightlyReport.Job], seconds: Double) {
    let span = max(seconds, jobs.map { $0.start + $0.seconds }.max() ?? 0, 1)
    var ends: [Double] = []
    bars = jobs.sorted { $0.start < $1.start }.map { job in
      // Clocks are read one after the other: a job may seem to begin before the one that it waited for ended.
      let lane = ends.firstIndex { $0 <= job.start + 0.05 } ?? ends.count
      if lane == ends.count { ends.append(0) }
      ends[lane] = job.start + job.seconds
      let width = max(job.seconds / span, Self.narrowest)
      return Bar(job: job, lane: lane, start: min(job.start / span, 1 - width), width: width)
    }
    lanes = ends.count
    axis = TimeAxis(span: span)
  }

  /// Of the whole width: what can still be seen, and pointed at.
  static let narrowest = 0.004
}

/// Where a time axis has its ticks: at most seven, at times that people count in.
struct TimeAxis: Hashable, Sendable {
  struct Tick: Hashable, Sendable {
    /// Part of the whole width, from 0 to 1.
    let place: Double
    let label: String
  }

  let ticks: [Tick]

  /// - Parameter span: seconds, more than 0.
  init(span: Double) {
    let step = Self.steps.first { span / Double($0) <= 6 } ?? Self.days(span)
    ticks = (0...Int(span / Double(step))).map { index in
      Tick(place: Double(index * step) / span, label: Self.label(index * step))
    }
  }

  /// Seconds.
  private static let steps =
    [1, 2, 5, 10, 15, 30] + [1, 2, 5, 10, 15, 30].map { $0 * 60 } + [1, 2, 3, 6, 12, 24].map { $0 * 3600 }

  private static func days(_ span: Double) -> Int { Int((span / 6 / 86400).rounded(.up)) * 86400 }

  private static func label(_ seconds: Int) -> String {
    switch seconds {
    case 0: "0"
    case ..<60: "\(seconds) s"
    case ..<3600 where seconds % 60 == 0: "\(seconds / 60) min"
    case ..<3600: "\(seconds / 60):\(two(seconds % 60)) min"
    case let whole where whole % 3600 == 0: "\(whole / 3600) h"
    default: "\(seconds / 3600):\(two(seconds / 60 % 60)) h"
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// The timeline as a picture. Places and widths are in per cent, so that it fits any width without scaling its text.
struct TimelineSection {
  let timeline: Timeline

  /// In pixels: a lane with the space below it, a bar, and the axis above them all.
  private static let lane = 30
  private static let bar = 26
  private static let axis = 22

  var markup: Markup {
    guard !timeline.bars.isEmpty else { return .nothing }
    let height = Self.axis + timeline.lanes * Self.lane
    let picture = Markup.element(
      "svg",
      [
        "class": "timeline", "role": "img", "width": "100%", "height": "\(height)",
        "aria-label": "When each job ran; the table of jobs below says the same in words",
      ],
      timeline.axis.ticks.map { tick($0, height: height) } + timeline.bars.map(bar))
    return .element("section", [:], [.element("h2", [:], ["Timeline"]), picture, legend])
  }

  private func tick(_ tick: TimeAxis.Tick, height: Int) -> Markup {
    let place = Self.percent(tick.place)
    // The outermost would be cut off.
    let anchor = tick.place == 0 ? "start" : tick.place > 0.9 ? "end" : "middle"
    return .element(
      "g", ["class": "tick"],
      [
        .element("line", ["x1": place, "x2": place, "y1": "\(Self.axis - 4)", "y2": "\(height)"]),
        .element("text", ["x": place, "y": "12", "text-anchor": anchor], ["\(tick.label)"]),
      ])
  }

  /// A picture of its own, which cuts off the text that does not fit.
  private func bar(_ bar: Timeline.Bar) -> Markup {
    let job = bar.job
    return .element(
      "svg",
      [
        "class": "bar \(job.look)", "x": Self.percent(bar.start), "width": Self.percent(bar.width),
        "y": "\(Self.axis + bar.lane * Self.lane)", "height": "\(Self.bar)",
      ],
      [
        .element("title", [:], ["\(job.title)"]),
        .element("rect", ["width": "100%", "height": "100%", "rx": "4"]),
        .element("text", ["x": "6", "y": "17"], ["\(job.outcome == .failed ? "✕ " : "")\(job.label)"]),
      ])
  }

  private var legend: Markup {
    let used = Set(timeline.bars.map(\.job.look))
    let entries = [
      ("layer", "layer built"), ("image", "image sealed"), ("check", "image booted"),
      ("reused", "done by another run"), ("failed", "failed"),
    ]
    return .element(
      "ul", ["class": "legend"],
      entries.filter { used.contains($0.0) }.map { look, text in
        .element("li", [:], [.element("i", ["class": look]), "\(text)"])
      })
  }

  /// A thousandth of a per cent is less than a pixel.
  private static func percent(_ part: Double) -> String { "\((part * 100_000).rounded() / 1000)%" }
}
