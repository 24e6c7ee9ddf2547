import Synchronization
import Testing

@testable import Jobs
@testable import Media

struct TransferMeterTests {
  /// What is told when a download says these things of itself, each at its second.
  private func told(_ steps: [(second: Double, DownloadProgress)]) -> [FileTransfer] {
    let time = Mutex(Duration.zero)
    let told = Mutex<[FileTransfer]>([])
    let meter = TransferMeter(
      now: { time.withLock { $0 } }, { transfer in told.withLock { $0.append(transfer) } })
    for (second, progress) in steps {
      time.withLock { $0 = .seconds(second) }
      meter.note(progress)
    }
    return told.withLock { $0 }
  }

  private func step(_ received: Int64, _ state: DownloadProgress.Stage = .running) -> DownloadProgress {
    DownloadProgress(url: "u", received: received, total: 1000, state: state)
  }

  @Test func aLongDownloadIsToldTwiceASecond() {
    let steps = (0...20).map { (Double($0) / 10, step(100 + Int64($0) * 10)) }
    let transfers = told(steps + [(4, step(1000, .done))])
    #expect(transfers.map(\.received) == [200, 250, 300, 1000])
    #expect(transfers.map(\.speed) == [100, 100, 100, 225])
    #expect(transfers.map(\.state) == [.running, .running, .running, .done(.seconds(4))])
    #expect(transfers[0].total == 1000)
  }

  @Test func aQuickOneIsNotToldOf() {
    #expect(told([(0, step(0)), (0.9, step(900)), (0.95, step(1000, .done))]).isEmpty)
    #expect(told([(0, step(0, .failed("HTTP status 404")))]).isEmpty)
  }

  @Test func whatWasToldOfIsToldToHaveFailed() {
    let states = told([(0, step(0)), (2, step(10)), (2.1, step(0, .failed("broken")))]).map(\.state)
    #expect(states == [.running, .failed("broken")])
  }
}
