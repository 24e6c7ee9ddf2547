import Foundation
import Images
import Testing

@testable import Storage

struct BuildRetentionTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)

  /// A build so many days old.
  private static func build(_ name: String, _ days: Double, isWhole: Bool = true) -> BuildRetention.Build {
    BuildRetention.Build(
      id: BuildID(name: name, version: "1", build: "day\(Int(days))"), bytes: 1,
      lastUse: now.addingTimeInterval(-days * 86400), isWhole: isWhole)
  }

  private func verdicts(
    _ builds: [BuildRetention.Build], last: Int = 2, days: Int = 7, releases: [BuildID: String] = [:]
  ) -> [String] {
    BuildRetention(
      builds.shuffled(), releases: releases,
      limits: .init(last: last, age: .seconds(days * 86400)), now: Self.now
    ).entries.map { "\($0.build.id.name) \($0.build.id.build): \($0.verdict)" }
  }

  @Test func theLastOfEachApplianceAndWhatIsYoungStays() {
    let builds = [1.0, 2, 3, 20, 30].map { Self.build("web", $0) } + [Self.build("wiki", 90)]
    #expect(
      verdicts(builds) == [
        "web day1: the last build", "web day2: one of the last builds: number 2", "web day3: used recently",
        "web day20: no longer needed", "web day30: no longer needed", "wiki day90: the last build",
      ])
  }

  @Test func whatHasANameStays() {
    let builds = [1.0, 20, 30].map { Self.build("web", $0) }
    #expect(
      verdicts(builds, last: 1, releases: [builds[1].id: "1.0", builds[2].id: "0.9"]) == [
        "web day1: the last build", "web day20: released as 1.0", "web day30: released as 0.9",
      ])
  }

  /// A build whose files are gone does not keep a whole one from its place.
  @Test func aBrokenBuildGoes() {
    let builds = [Self.build("web", 1, isWhole: false), Self.build("web", 2)]
    #expect(
      verdicts(builds, last: 1, days: 0) == ["web day1: files of it are missing", "web day2: the last build"])
  }

  @Test func oneStaysWhateverASiteSays() {
    #expect(verdicts([Self.build("web", 400)], last: 0, days: 0) == ["web day400: the last build"])
  }
}
