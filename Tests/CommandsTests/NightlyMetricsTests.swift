import Factory
import Foundation
import Glibc
import Testing

@testable import Commands
@testable import Factory

/// What a nightly run tells monitoring.
@Suite struct NightlyMetricsTests {
  @Test func theTextIsWhatACollectorReads() {
    let text = NightlyMetrics(report: .sample, lastSuccess: "2026-11-20T02:00:00Z").text
    for line in [
      "# TYPE kiln_nightly_success gauge", "kiln_nightly_success 0", "kiln_nightly_duration_seconds 3083",
      "kiln_nightly_images{outcome=\"reused\"} 3", "kiln_nightly_images_not_booted 1",
      "kiln_nightly_last_success_timestamp_seconds 1795140000",
      "kiln_image_success{image=\"wiki\",version=\"1.0.0\"} 0",
      "kiln_nightly_images_not_checked 1", "kiln_image_pending_updates{image=\"mail\",version=\"3.0.1\"} 4",
      "kiln_image_vulnerabilities{image=\"mail\",version=\"3.0.1\",severity=\"high\",fixed=\"false\"} 3",
      "kiln_image_admitted{image=\"mail\",version=\"3.0.1\"} 0",
      "kiln_image_success{image=\"lab\"} 0", "kiln_image_booted{image=\"windows-tools\",version=\"1\"} 0",
    ] {
      #expect(text.contains("\n\(line)\n"), "\(line) in \(text)")
    }
    // Every line is a comment or a sample, and every family is told of once.
    let lines = text.split(separator: "\n")
    #expect(
      lines.allSatisfy {
        $0.hasPrefix("# ") || $0.wholeMatch(of: #/kiln_[a-z_]+(\{[^}]*\})? -?[0-9.e+]+/#) != nil
      })
    let families = lines.filter { $0.hasPrefix("# TYPE ") }
    #expect(Set(families).count == families.count)
  }

  @Test func anEntryIsAsTheJournalTakesIt() {
    let entry = JournalEntry(fields: [("MESSAGE", "a\nb"), ("PRIORITY", "3")])
    #expect(entry.bytes == Data("MESSAGE\n\u{3}\0\0\0\0\0\0\0a\nb\nPRIORITY=3\n".utf8))
  }

  @Test func eachImageHasAnEntry() {
    let entries = NightlyReport.sample.journalEntries(page: "/r.html")
    #expect(entries.count == 13)
    let web = entries.first { entry in entry.fields.contains { $0 == ("KILN_IMAGE", "web") } }
    let fields = Dictionary(
      web?.fields.map { ($0.name, $0.value) } ?? [], uniquingKeysWith: { first, _ in first })
    #expect(fields["PRIORITY"] == "3" && fields["KILN_CAUSE"] == "script-failed", "\(fields)")
    #expect(fields["KILN_OUTCOME"] == "failed" && fields["KILN_BOOT"] == "none")
  }

  @Test func anEntryArrives() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("kiln-\(UUID().uuidString)").path
    defer { unlink(path) }
    let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    JournalEntry(fields: [("MESSAGE", "built")]).send(to: path)
    var buffer = [UInt8](repeating: 0, count: 100)
    let count = recv(listener, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "MESSAGE=built\n")
  }
}
