import Files
import Foundation
import Images
import Planning
import Testing

@testable import Builds
@testable import Factory
@testable import Jobs

/// A night from recipes to a report, with the stand-in installer.
struct NightlyRunTests {
  private func night(
    _ place: Workplace, _ names: String..., minimumFree: UInt64 = 0
  ) async throws -> NightlyReport {
    let reports = ReportFolder(path: "\(place.folder.path)/reports", keep: 2)
    var request = BuildRequest()
    request.output = place.output
    request.refresh = .never
    request.minimumFree = minimumFree
    request.isInspected = false
    let project = Result {
      try Project(
        .init(folders: ["\(place.folder.path)/recipes"], shipped: Workplace.checkout), store: place.store,
        environment: [:])
    }
    let run = NightlyRun(
      store: place.store, host: .emulating, reports: reports, bootLimit: .milliseconds(500),
      events: { _ in })
    let order = try await NightlyOrder(.named(names), of: project, request)
    let report = await run.perform(order, begun: .now)
    _ = try reports.publish(report, as: .init(text: "", html: ""))
    return report
  }

  /// The stand-in makes a disk without a boot loader.
  @Test func anImageThatDoesNotBootFailsTheNightUntilItDoes() async throws {
    let place = try await Workplace.withChain()
    let recipe = "\(place.folder.path)/recipes/base.yaml"
    let base = try String(contentsOfFile: recipe, encoding: .utf8)
    try place.write("base.yaml", base.replacing("install:\n", with: "install:\n  serial_console: ttyS0\n"))
    for (number, outcome) in [(1, JobOutcome.built), (2, .reused)] {
      let report = try await night(place, "base")
      let image = try #require(report.appliances.first)
      #expect(!report.passed)
      #expect(image.outcome == outcome, "night \(number)")
      let message = image.boot?.message ?? ""
      #expect(message.hasPrefix("it wrote nothing to its serial console"), "\(message)")
      let screenshot = try #require(image.fault?.screenshot)
      #expect(FileSystem.exists(screenshot))
      #expect(image.logs.contains("\(place.store.logs.folder(of: "base"))/boot/serial.log"))
      #expect(report.jobs.last?.label == "boot of base-1")
      #expect(report.accelerator == "tcg")
    }
    #expect(FileSystem.entries(of: place.store.work) == [])
  }

  @Test func anImageWithoutASerialConsoleIsNotBooted() async throws {
    let place = try await Workplace.withBuiltBase()
    let plan = try place.plan("base", "web")
    let first = try await night(place, "base", "web")
    #expect(first.passed)
    #expect(first.appliances.map(\.boot?.outcome) == [.unchecked, .unchecked])
    #expect(
      first.appliances[0].boot?.message
        == "not tested: it has no serial console to watch, and no test can log in without cloud-init and openssh-server"
    )
    #expect(first.appliances[0].change == nil)
    let second = try await night(place, "base", "web")
    #expect(second.appliances.map(\.outcome) == [.reused, .reused])
    #expect(second.appliances[0].change?.bytes == 0)
    #expect(second.jobs == [])
    #expect(second.freed == 0)
    #expect(place.store.layers.present() == Set(plan.layers.map(\.key)))
  }

  /// As by a signal: what is known by then is reported, and nothing is freed.
  @Test func aRunThatIsInterruptedIsReported() async throws {
    let place = try await Workplace.withChain()
    let report = try await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await night(place, "base")
    }.value
    #expect(report.interrupted == true)
    #expect(!report.passed)
    #expect(report.problems == [])
    #expect(report.appliances.allSatisfy { !$0.outcome.isGood })
    #expect(report.jobs == [])
    #expect(report.freed == nil)
    #expect(ReportFolder(path: "\(place.folder.path)/reports", keep: 2).earlier().last?.interrupted == true)
  }

  @Test func aBuildThatCannotBeginIsReported() async throws {
    let place = try await Workplace.withChain()
    try FileSystem.write(Data(), to: place.output)
    let report = try await night(place, "base")
    #expect(!report.passed)
    #expect(report.problems.count == 1)
    #expect(report.problems.first?.contains(place.output) == true, "\(report.problems)")
    #expect(report.appliances.map(\.outcome) == [.skipped])
  }

  @Test func whatNothingNeedsIsFreedAlsoWhenThereIsNoRoomToBuild() async throws {
    let place = try await Workplace.withChain()
    try place.store.prepare()
    let old = place.store.layers.folder(of: LayerKey(hex: String(repeating: "0", count: 64)))
    try FileSystem.makeFolder(old)
    try FileSystem.write(Data(count: 1 << 20), to: "\(old)/disk.qcow2")
    try FileManager.default.setAttributes([.modificationDate: Date.distantPast], ofItemAtPath: old)
    let report = try await night(place, "base", minimumFree: 1 << 60)
    #expect(report.problems.count == 1)
    #expect(
      report.problems.first?.hasPrefix("nothing was started: the build needs") == true, "\(report.problems)")
    #expect(report.freed ?? 0 >= 1 << 20)
    #expect(!FileSystem.exists(old))
  }
}
