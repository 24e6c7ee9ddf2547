import Console
import Images
import Jobs
import Planning
import Synchronization
import Testing

@testable import Commands

struct BuildDisplayTests {
  private final class Written: Sendable {
    let text = Mutex("")
  }

  /// What is written where nothing can be drawn over.
  private func lines(_ events: [BuildEvent]) -> [String] {
    let written = Written()
    let terminal = Terminal(isTerminal: false, environment: [:])
    let screen = LiveDisplay(terminal: terminal, now: { .zero }) { text in
      written.text.withLock { $0 += text }
    }
    let display = BuildDisplay(terminal: terminal, screen: screen)
    for event in events { display.show(event) }
    display.stop()
    return written.text.withLock { $0.split(separator: "\n").map(String.init) }
  }

  private func job(_ kind: JobName.Kind, _ label: String) -> JobName {
    JobName(kind: kind, key: LayerKey(hex: String(repeating: "ab", count: 32)), label: label)
  }

  @Test("what follows an image that is not built is counted, not told")
  func skippedWithItsImage() {
    let layer = job(.layer, "web")
    let said = lines(
      [.planned(jobs: 5, seconds: 0)]
        + [job(.image, "web-1"), job(.inspection, "inspection of web-1"), job(.check, "boot of web-1")].map {
          .skipped($0, because: layer)
        } + [.reused(job(.layer, "base"), path: nil)])
    #expect(
      said == [
        "0 of 5 jobs done", "web-1: not built, because web failed", "1 of 5 jobs done",
        "base: in the store", "4 of 5 jobs done",
      ])
  }

  @Test func whatIsLeftOutOfAnImageThatIsThereIsTold() {
    let said = lines([
      .planned(jobs: 1, seconds: 0),
      .skipped(
        job(.attestation, "attestation of web-1"), because: job(.inspection, "inspection of web-1")),
    ])
    #expect(said == ["attestation of web-1: left out, because inspection of web-1 failed"])
  }
}
