import Files
import Foundation
import Testing

@testable import Factory

struct ReportFolderTests {
  private let folder = TemporaryFolder()

  private func report(_ day: Int) -> NightlyReport {
    NightlyReport(
      start: "2026-11-\(day)T02:00:05Z", end: "2026-11-\(day)T03:00:00Z", seconds: 3600, passed: true,
      host: "builder", problems: [], notices: [], appliances: [], jobs: [])
  }

  @Test func theLastReportsAreKeptInEachForm() throws {
    let reports = ReportFolder(path: "\(folder.path)/reports", keep: 2)
    for day in 20...23 {
      let page = try reports.publish(report(day), as: .init(text: "day \(day)", html: "<p>\(day)"))
      #expect(page == "\(folder.path)/reports/nightly-202611\(day)T020005Z.html")
    }
    let stems = ["latest", "nightly-20261122T020005Z", "nightly-20261123T020005Z"]
    #expect(
      FileSystem.entries(of: reports.path)
        == stems.flatMap { stem in ["html", "json", "txt"].map { "\(stem).\($0)" } })
    #expect(try String(contentsOfFile: "\(reports.path)/latest.txt", encoding: .utf8) == "day 23")
    #expect(reports.earlier() == [report(23), report(22)])
  }

  @Test func whatIsNoReportStays() throws {
    let reports = ReportFolder(path: folder.path, keep: 1)
    let others = ["nightly-notes.json", "nightly-20261101T020005Z.json.bak", "index.html"]
    for name in others { try FileSystem.write(Data("mine".utf8), to: "\(folder.path)/\(name)") }
    for day in 20...22 { _ = try reports.publish(report(day), as: .init(text: "", html: "")) }
    #expect(others.allSatisfy { FileSystem.exists("\(folder.path)/\($0)") })
  }

  @Test func aDamagedReportIsLeftOut() throws {
    let reports = ReportFolder(path: folder.path, keep: 9)
    _ = try reports.publish(report(20), as: .init(text: "", html: ""))
    try FileSystem.write(Data("{".utf8), to: "\(folder.path)/nightly-20261121T020005Z.json")
    #expect(reports.earlier() == [report(20)])
  }
}
