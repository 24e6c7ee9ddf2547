import Factory
import Testing

@testable import Commands
@testable import Factory

struct TimelineTests {
  private func job(_ label: String, _ start: Double, _ seconds: Double) -> NightlyReport.Job {
    NightlyReport.Job(
      kind: .layer, label: label, appliance: label, outcome: .built, start: start, seconds: seconds)
  }

  @Test func jobsAtTheSameTimeAreInLanesOfTheirOwn() {
    let timeline = Timeline(
      [job("c", 60, 40), job("a", 0, 60), job("b", 10, 20), job("d", 30, 70)], seconds: 200)
    #expect(timeline.bars.map(\.job.label) == ["a", "b", "d", "c"])
    #expect(timeline.bars.map(\.lane) == [0, 1, 1, 0])
    #expect(timeline.lanes == 2)
    #expect(timeline.bars.map(\.start) == [0, 0.05, 0.15, 0.3])
    #expect(timeline.bars.map(\.width) == [0.3, 0.1, 0.35, 0.2])
  }

  @Test func aJobOfNoTimeCanBeSeenWhereverItIs() {
    let timeline = Timeline([job("a", 0, 0), job("b", 1000, 0)], seconds: 1000)
    #expect(timeline.bars.map(\.width) == [Timeline.narrowest, Timeline.narrowest])
    #expect(timeline.bars.allSatisfy { $0.start + $0.width <= 1 })
  }

  @Test func nothingDoneIsAnEmptyTimeline() {
    #expect(Timeline([], seconds: 0).bars == [])
    #expect(TimelineSection(timeline: Timeline([], seconds: 0)).markup.source == "")
  }

  @Test(
    arguments: [
      (1.0, ["0", "1 s"]),
      (50, ["0", "10 s", "20 s", "30 s", "40 s", "50 s"]),
      (100, ["0", "30 s", "1 min", "1:30 min"]),
      (3083, ["0", "10 min", "20 min", "30 min", "40 min", "50 min"]),
      (7300, ["0", "30 min", "1 h", "1:30 h", "2 h"]),
      (40_000, ["0", "2 h", "4 h", "6 h", "8 h", "10 h"]),
      (1_000_000, ["0", "48 h", "96 h", "144 h", "192 h", "240 h"]),
    ] as [(Double, [String])])
  func ticksAreAtTimesThatPeopleCountIn(span: Double, labels: [String]) {
    let axis = TimeAxis(span: span)
    #expect(axis.ticks.map(\.label) == labels)
    #expect(axis.ticks.allSatisfy { (0...1).contains($0.place) })
  }
}
