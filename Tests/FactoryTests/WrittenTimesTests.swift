import Failures
import Foundation
import Images
import JSON
import Testing

@testable import Factory
@testable import Storage

/// Times are dates in values, and on the disk what earlier versions wrote there: RFC 3339, UTC, in whole seconds.
struct WrittenTimesTests {
  private static let text = "2026-11-21T02:14:09Z"
  private static let time = Date(timeIntervalSince1970: 1_795_227_249)
  private static let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")

  private func check<Value: Codable & Equatable>(_ value: Value, _ keys: String...) throws {
    let json = String(decoding: try compactJSON(value), as: UTF8.self)
    for key in keys { #expect(json.contains("\"\(key)\":\"\(Self.text)\""), "\(json)") }
    #expect(try decodeJSON(Value.self, from: json.utf8) == value)
  }

  @Test func eachIsReadAsItWasWritten() throws {
    let time = Self.time
    try check(
      FailureRecord(
        subject: .init(kind: .layer, name: "web"), appliance: "web", when: time, cause: .noSpace,
        message: "it broke", evidence: [], advice: "mend it", files: []), "when")
    try check(BootResult(outcome: .booted, when: time), "when")
    try check(
      LayerFacts(
        built: time, seconds: 1, tools: Self.tools, accelerator: "tcg", release: time,
        installerRelease: time), "built", "release", "installer_release")
    try check(
      Provenance(
        key: LayerKey(hex: "aa"), chain: [], built: time, tools: Self.tools, answers: "", firmware: .bios,
        packages: 0), "built")
    try check(
      ReleaseChange(
        .release, of: "web", "1.0.0", build: "B", booted: time, when: time,
        by: .init(user: "ann", host: "h", folder: "/")),
      "when", "booted")
    try check(
      NightlyReport(
        start: time, end: time, seconds: 0, passed: true, host: "builder", problems: [], notices: [],
        appliances: [], jobs: []), "start", "end")
  }

  @Test(arguments: [0, 0.25, 0.999_999])
  func fractionsAreNotKept(fraction: Double) throws {
    let time = Self.time.addingTimeInterval(fraction).inWholeSeconds
    #expect(time == Self.time)
    try check(BootResult(outcome: .booted, when: time), "when")
  }
}
