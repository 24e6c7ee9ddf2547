import Factory
import Planning

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
