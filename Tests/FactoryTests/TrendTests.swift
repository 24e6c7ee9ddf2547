import Foundation
import Builds
import Images
import Planning
import Testing

@testable import Factory

struct TrendTests {
  private func appliance(
    _ name: String, _ outcome: JobOutcome, bytes: UInt64 = 100
  ) -> NightlyReport.Appliance {
    let image = NightlyReport.Image(
      path: "a", bytes: bytes, packages: 7, built: "2026-11-01T00:00:00Z", key: LayerKey(hex: "0a"),
      layer: LayerKey(hex: "0b"))
    return NightlyReport.Appliance(
      name: name, outcome: outcome, reasons: [], seconds: 12, image: outcome == .failed ? nil : image,
      logs: [])
  }

  private func report(_ start: Date, _ appliances: [NightlyReport.Appliance]) -> NightlyReport {
    NightlyReport(
      start: start, end: start, seconds: 0, passed: true, host: "h", problems: [], notices: [],
      appliances: appliances, jobs: [])
  }

  @Test func aTrendGoesFromTheOldestRunToThisOne() throws {
    let earlier = [
      report("2026-11-03T00:00:00Z", [appliance("web", .reused, bytes: 130)]),
      report("2026-11-02T00:00:00Z", [appliance("web", .failed), appliance("mail", .built)]),
      report("2026-11-01T00:00:00Z", [appliance("web", .built, bytes: 110)]),
    ]
    let now: Date = "2026-11-04T00:00:00Z"
    let all = [appliance("web", .built, bytes: 140), appliance("new", .built)]
      .withTrends(over: earlier, to: now)
    let trend = try #require(all[0].trend)
    #expect(trend.map(\.run) == (earlier.map(\.start).reversed() + [now]))
    #expect(trend.map(\.bytes) == [110, nil, 130, 140])
    #expect(trend.map(\.seconds) == [12, nil, nil, 12])
    #expect(trend.map(\.packages) == [7, nil, 7, 7])
    #expect(all[1].trend == nil, "an image of one run has no trend")
  }

  @Test func pendingUpdatesAreThoseThatWereCounted() throws {
    var night = appliance("web", .reused)
    let id = BuildID(name: "web", version: "1", build: "20261101T000000Z")
    let counts: [BuildFindings.Updates?] = [nil, .init(security: 1, other: 2), .init(security: 0, other: 0)]
    let all = counts.map { count in
      night.findings = BuildFindings(of: id)
      night.findings?.updates = count
      return night
    }
    let earlier = [report("2026-11-02T00:00:00Z", [all[1]]), report("2026-11-01T00:00:00Z", [all[0]])]
    let trend = try #require([all[2]].withTrends(over: earlier, to: "2026-11-03T00:00:00Z")[0].trend)
    #expect(trend.map(\.updates) == [nil, 3, 0])
  }

  @Test func itEndsAfterAMonth() throws {
    let earlier = (1...40).map { report("2026-11-01T00:00:00Z" - Double($0), [appliance("web", .built)]) }
    let all = [appliance("web", .built)].withTrends(over: earlier, to: "2026-11-01T00:00:00Z")
    #expect(try #require(all[0].trend).count == 30)
  }
}
