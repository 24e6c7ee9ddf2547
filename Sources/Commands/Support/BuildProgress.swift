import Console
import Factory
import JSON
import Jobs
import Planning
import Synchronization

/// Tells what happens during a run on standard error: to people, or to a program.
struct EventTeller: Sendable {
  let tell: EventSink
  /// Says something that is no event of the run: to a program, a notice.
  let say: @Sendable (String) -> Void
  /// Passes on a line that something in a guest has printed, as data.
  let pass: @Sendable (String) -> Void
  private let display: BuildDisplay?

  /// - Parameter format: `json` for a line for each event.
  init(_ format: String?, in context: Context) {
    if format == "json" {
      display = nil
      let tell: EventSink = { event in
        guard let line = try? compactJSON(EventLine(event)) else { return }
        context.say(String(decoding: line, as: UTF8.self))
      }
      self.tell = tell
      say = { tell(.notice($0)) }
      pass = { context.pass(on: "\($0)\n") }
    } else {
      let display = BuildDisplay(terminal: context.messages)
      self.display = display
      tell = display.show
      say = { text in display.makeWay { context.say(text) } }
      pass = { line in display.makeWay { context.pass(on: "\(line)\n") } }
    }
  }

  /// Takes away what runs until an event tells of something again.
  func clear() { display?.clear() }

  /// Leaves nothing of what runs on the screen.
  func stop() { display?.stop() }
}

/// Shows a run's events to people: what runs, for how long and how much longer, and what became of it.
final class BuildDisplay: Sendable {
  private let screen: LiveDisplay
  private let terminal: Terminal
  private let tally = Mutex(Tally())

  /// The line of the run as a whole.
  private static let whole = "run"

  /// - Parameter screen: nil for standard error.
  init(terminal: Terminal, screen: LiveDisplay? = nil) {
    self.terminal = terminal
    self.screen = screen ?? LiveDisplay(terminal: terminal)
  }

  func stop() { screen.stop() }

  func clear() { screen.clear() }

  func makeWay(for writing: () -> Void) { screen.makeWay(for: writing) }

  func show(_ event: BuildEvent) {
    switch event {
    case .planned(let jobs, let seconds): begin(jobs, seconds)
    case .started(let job, let reason, let expected):
      screen.show("\(job)", "\(job): \(reason)", expected: expected.map { .seconds($0) })
    case .reused(let job, let path?): screen.note("\(job): \(path) is up to date")
    case .reused(let job, nil): end(job, "\(job): in the store")
    case .waiting(let job, let holder): screen.show("\(job)", "\(job): waiting for \(holder)")
    case .phase(let job, let phase): screen.show("\(job)", "\(job): \(phase)")
    case .output: break
    case .transfer(let transfer): show(transfer)
    case .finished(let job, let completion): end(job, done("\(job): \(result(completion, of: job))"))
    case .failed(let job, let failure): end(job, failed("\(job): failed") + "\n\(failure.summary)")
    case .skipped(let job, let because): skip(job, because)
    case .notice(let text): screen.note(text)
    }
  }

  private func begin(_ jobs: Int, _ seconds: Double) {
    let tally = Tally(jobs: jobs, seconds: seconds)
    self.tally.withLock { $0 = tally }
    show(tally)
  }

  private func end(_ job: JobName, _ line: String) {
    screen.finish("\(job)", line)
    show(counted())
  }

  /// Of an image that is not built it goes without saying that it is not tested either.
  private func skip(_ job: JobName, _ because: JobName) {
    guard job.kind.isAfterImage, !because.kind.isAfterImage else {
      return end(job, failed("\(job): \(job.kind.undone), because \(because) failed"))
    }
    let tally = counted()
    if terminal.canRedraw { show(tally) }
  }

  /// The tally with one more that has ended.
  private func counted() -> Tally {
    tally.withLock { tally in
      tally.ended += 1
      return tally
    }
  }

  /// One job needs no line for the whole; where nothing can be drawn over, there is one whenever a job has ended.
  private func show(_ tally: Tally) {
    guard tally.jobs > 1, tally.ended < tally.jobs else { return screen.remove(Self.whole) }
    if terminal.canRedraw {
      screen.show(Self.whole, tally.text, expected: .seconds(tally.seconds))
    } else {
      screen.note(tally.text + tally.timeLeft(at: .now))
    }
  }

  private func result(_ completion: Completion, of job: JobName) -> String {
    let time = formatted(.seconds(completion.seconds))
    switch job.kind {
    case .check: return "tested in \(time)"
    case .inspection: return "inspected in \(time)"
    case .attestation: return "attested in \(time)"
    case .layer, .part, .image: break
    }
    guard let path = completion.path, let bytes = completion.bytes else { return "built in \(time)" }
    return "\(path), \(formatted(bytes: bytes)), in \(time)"
  }

  private func show(_ transfer: FileTransfer) {
    let text = TransferText(transfer: transfer)
    switch transfer.state {
    case .running: screen.show(transfer.url, terminal.canRedraw ? text.progress : text.beginning)
    case .done(let duration): screen.finish(transfer.url, text.end(after: duration))
    case .failed(let reason): screen.finish(transfer.url, failed(reason))
    }
  }

  private func done(_ text: String) -> String { terminal.styled(text, .green) }

  private func failed(_ text: String) -> String { terminal.styled(text, .red) }
}

/// How far a run is.
private struct Tally {
  var jobs = 0
  var ended = 0
  /// How long the run is thought to take.
  var seconds = 0.0
  let begun = ContinuousClock.now

  var text: String { "\(ended) of \(jobs) jobs done" }

  /// Empty where the guess has been wrong.
  func timeLeft(at now: ContinuousClock.Instant) -> String {
    let left = Int(seconds) - Int((now - begun).components.seconds)
    return left > 0 ? ", about \(formatted(.seconds(left))) left" : ""
  }
}

/// A download in words.
private struct TransferText {
  let transfer: FileTransfer

  var name: String { transfer.url.split(separator: "/").last.map(String.init) ?? transfer.url }

  /// Without figures, for where each change is a line of its own.
  var beginning: String { "downloading \(transfer.url)" }

  /// `netinst.iso: 45 % of 700 MiB, 12.5 MiB/s`
  var progress: String {
    let amount: String =
      if let total = transfer.total, total > 0 {
        "\(min(100, transfer.received * 100 / total)) % of \(formatted(bytes: total))"
      } else {
        formatted(bytes: transfer.received)
      }
    return "\(name): \(amount), \(formatted(bytes: UInt64(transfer.speed)))/s"
  }

  /// `netinst.iso: 700 MiB in 1 min 05 s`
  func end(after duration: Duration) -> String {
    "\(name): \(formatted(bytes: transfer.received)) in \(formatted(duration))"
  }
}
