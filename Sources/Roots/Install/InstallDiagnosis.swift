import AnswerFiles
import Failures
import Planning

/// Judges an install by what is seen of it from time to time. A value that takes the time from outside.
struct InstallDiagnosis: Sendable {
  /// One look at an install.
  struct Look: Sendable {
    var seen: InstallProgress.Snapshot
    var vitals: Vitals
    /// What the console has printed since the last look.
    var known: KnownText?
  }

  let limits: InstallLimits

  private(set) var last = Vitals()
  private var lastTime = Duration.zero
  private var phase: Phase?
  private var phaseBegan = Duration.zero
  /// When each sign moved last.
  private var moves: [PhaseBudget.Sign: Duration] = [:]
  private var lastBusy = Duration.zero
  private var lastIdle = Duration.zero
  private var fatal: (text: KnownText, since: Duration)?

  /// A processor that is used less is idle; QEMU's own work for an idle guest is below.
  private static let idleShare = 0.15

  init(limits: InstallLimits) {
    self.limits = limits
  }

  /// The cause to give up for; nil while all is well.
  ///
  /// - Parameter now: since the start; never less than before.
  mutating func verdict(on look: Look, at now: Duration) -> InstallFailure.Cause? {
    note(look, at: now)
    if let failure = look.seen.failure { return .phaseFailed(failure) }
    if let cause = textVerdict(look.known, at: now) { return cause }
    guard look.seen.answersFetched else { return bootVerdict(at: now) }
    if now > limits.whole { return .tooLong(limits.whole) }
    return phaseVerdict(at: now) ?? standstillVerdict(at: now)
  }

  private mutating func note(_ look: Look, at now: Duration) {
    for sign in look.vitals.moved(since: last) { moves[sign] = now }
    let time = now - lastTime
    let isBusy = time > .zero && (look.vitals.processor - last.processor) / time > Self.idleShare
    if isBusy { lastBusy = now } else { lastIdle = now }
    if look.seen.phase != phase {
      phase = look.seen.phase
      phaseBegan = now
    }
    last = look.vitals
    lastTime = now
  }

  /// A text that nobody takes back, once its grace is over; a prompt, once it has stayed.
  private mutating func textVerdict(_ known: KnownText?, at now: Duration) -> InstallFailure.Cause? {
    let isSettled = fatal.map { !$0.text.isLast } ?? false
    if !isSettled, known != fatal?.text { fatal = known.map { ($0, now) } }
    guard let fatal else { return nil }
    let patience = fatal.text.isLast ? limits.question : limits.grace
    return now - fatal.since >= patience ? .saidSo(fatal.text) : nil
  }

  private func bootVerdict(at now: Duration) -> InstallFailure.Cause? {
    if now > limits.answers { return .answersNeverFetched(limits.answers) }
    let alive = max(lastMove(of: Set(PhaseBudget.Sign.allCases)), lastIdle)
    return now - alive > limits.hang ? .hung(limits.hang) : nil
  }

  private func phaseVerdict(at now: Duration) -> InstallFailure.Cause? {
    let budget = PhaseBudget(phase)
    let limit = limits.whole * budget.share
    if let phase, now - phaseBegan > limit { return .phaseTooLong(phase: phase.rawValue, limit) }
    let still = now - max(lastMove(of: budget.signs), phaseBegan)
    guard still > limits.silence else { return nil }
    return phase.map { .stuck(phase: $0.rawValue, limits.silence) } ?? .silent(limits.silence)
  }

  private func standstillVerdict(at now: Duration) -> InstallFailure.Cause? {
    let alive = max(lastMove(of: Set(PhaseBudget.Sign.allCases)), lastBusy, phaseBegan)
    guard now - alive > limits.standstill else { return nil }
    return phase == nil ? .silent(limits.standstill) : .waits(limits.standstill)
  }

  private func lastMove(of signs: Set<PhaseBudget.Sign>) -> Duration {
    signs.compactMap { moves[$0] }.max() ?? .zero
  }
}

extension InstallDiagnosis {
  /// What moved when, and how busy it is, for a record.
  func observations(at now: Duration) -> [String] {
    let named: [(String, PhaseBudget.Sign)] = [
      ("request", .request), ("serial output", .serial), ("new picture on the screen", .screen),
      ("disk read", .diskRead), ("disk write", .diskWritten), ("network packet", .network),
    ]
    let times = named.map { name, sign in
      moves[sign].map { "last \(name) \((now - $0).seconds) s ago" } ?? "no \(name)"
    }
    return [
      "after \(now.seconds) s: \(last.read >> 20) MiB read, \(last.written >> 20) MiB written",
      times.joined(separator: ", "),
      "processor last busy \((now - lastBusy).seconds) s ago",
    ]
  }
}
