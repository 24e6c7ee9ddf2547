import Failures
import Foundation
import Images
import JSON
import Planning
import Testing

@testable import Jobs
@testable import Storage

struct EventLineTests {
  private static let job = JobName(
    kind: .layer, key: LayerKey(hex: String(repeating: "a", count: 64)), label: "web")
  private static let image = JobName(
    kind: .image, key: LayerKey(hex: String(repeating: "b", count: 64)), label: "web-1.0")

  private static let failure = FailureRecord(
    subject: .init(kind: .layer, name: "web"), appliance: "web", when: "2026-11-22T02:01:00Z",
    phase: "script", cause: .scriptFailed, message: "it broke", line: 7, exitStatus: 3,
    evidence: [.init(source: .step, lines: ["a", "b"])], advice: "mend it",
    files: [.init(kind: .log, path: "/logs/web.log")])

  private static let events: [(BuildEvent, String)] = [
    (.planned(jobs: 2, seconds: 70), #""event":"planned","expectedSeconds":70,"jobs":2"#),
    (.started(job, reason: "never built", expected: nil), #""reason":"never built""#),
    (.started(job, reason: "never built", expected: 60), #""expectedSeconds":60"#),
    (.reused(image, path: "out/web.qcow2"), #""path":"out/web.qcow2""#),
    (.reused(job, path: nil), #""event":"reused""#),
    (.waiting(job, holder: "process 7"), #""holder":"process 7""#),
    (.phase(job, "boot"), #""phase":"boot""#),
    (.output(job, "a \"line\"\n"), #""line":"a \"line\"\n""#),
    (.finished(image, Completion(seconds: 1.5, path: "p", bytes: 9)), #""bytes":9,"event":"finished""#),
    (
      .finished(
        image,
        Completion(
          seconds: 9, boot: BootResult(outcome: .failed, when: "2026-11-22T02:01:00Z", message: "no"))),
      #""outcome":"failed""#
    ),
    (.failed(job, failure), #""message":"web: it broke\n"#),
    (.failed(job, failure), #""cause":"script-failed""#),
    (.failed(job, failure), #""when":"2026-11-22T02:01:00Z""#),
    (.skipped(image, because: job), #""because":{"#),
    (.notice("hello"), #""message":"hello""#),
    (
      .transfer(FileTransfer(url: "u", received: 1, total: 2, speed: 0.5, state: .running)),
      #""event":"downloading","received":1,"speed":0.5"#
    ),
    (.transfer(FileTransfer(url: "u", received: 2, speed: 1, state: .done(.seconds(2)))), #""seconds":2"#),
    (.transfer(FileTransfer(url: "u", received: 2, speed: 1, state: .failed("404"))), #""message":"404""#),
  ]

  private func line(_ event: BuildEvent) throws -> String {
    let time = Date(timeIntervalSince1970: 1_800_000_000)
    return String(decoding: try compactJSON(EventLine(event, at: time)), as: UTF8.self)
  }

  @Test func eachEventIsOneLineThatSaysWhatItHasToSay() throws {
    for (event, part) in Self.events {
      let line = try line(event)
      #expect(line.contains(part), "\(line)")
      #expect(line.contains(#""time":"2027-01-15T08:00:00Z""#))
      #expect(!line.contains("\n"))
    }
  }

  @Test func eachIsReadAsItWasWritten() throws {
    for (event, _) in Self.events {
      var expected = event
      // The speed of a download is told while it runs.
      if case .transfer(var transfer) = event, transfer.state != .running {
        transfer.speed = 0
        expected = .transfer(transfer)
      }
      #expect(try decodeJSON(EventLine.self, from: try line(event).utf8).event == expected)
    }
  }

  @Test func aLineThatIsNoEventIsRefused() {
    for text in ["", "hello", "{}", #"{"event":"surprise","time":"2027-01-15T08:00:00Z"}"#] {
      #expect(throws: (any Error).self) { try decodeJSON(EventLine.self, from: text.utf8) }
    }
  }

  @Test func allAreAsTheSchemaSays() async throws {
    try await Workplace.hold(try Self.events.map { try line($0.0) }, to: "event")
  }
}
