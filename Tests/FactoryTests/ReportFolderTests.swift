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

  /// The store keeps only the logs of the last build; a report is read for longer.
  @Test func aReportKeepsItsOwnLogsUntilItGoes() throws {
    let reports = ReportFolder(path: "\(folder.path)/reports", keep: 1)
    let logs = "\(folder.path)/store/logs/web"
    try FileSystem.makeFolder("\(logs)/boot")
    for name in ["web.log", "boot/serial.log", "old.log"] {
      try FileSystem.write(Data(name.utf8), to: "\(logs)/\(name)")
    }
    try FileManager.default.setAttributes(
      [.modificationDate: Date.now.addingTimeInterval(-86400)], ofItemAtPath: "\(logs)/old.log")
    var night = report(20)
    night.start = Date.now.addingTimeInterval(-60).inWholeSeconds
    night.appliances = [
      NightlyReport.Appliance(
        name: "web", outcome: .failed, reasons: [], seconds: 1,
        logs: ["web.log", "boot/serial.log", "old.log", "none.log"].map { "\(logs)/\($0)" })
    ]
    night = reports.keepingLogs(of: night)
    let page = try reports.publish(night, as: .init(text: "", html: ""))
    let own = page.dropLast(".html".count)
    #expect(night.appliances[0].logs == ["\(own)/web/web.log", "\(own)/web/boot/serial.log"])
    try FileSystem.write(Data("another night's".utf8), to: "\(logs)/web.log")
    #expect(try String(contentsOfFile: night.appliances[0].logs[0], encoding: .utf8) == "web.log")

    night.start = night.start.addingTimeInterval(30)
    _ = try reports.publish(night, as: .init(text: "", html: ""))
    #expect(!FileSystem.exists(String(own)))
  }

  @Test func aDamagedReportIsLeftOut() throws {
    let reports = ReportFolder(path: folder.path, keep: 9)
    _ = try reports.publish(report(20), as: .init(text: "", html: ""))
    try FileSystem.write(Data("{".utf8), to: "\(folder.path)/nightly-20261121T020005Z.json")
    #expect(reports.earlier() == [report(20)])
  }
}
