import AnswerFiles
import Synchronization

/// What the guest has been seen to do, from whichever thread saw it.
final class InstallProgress: Sendable {
  /// A view of it all at one moment.
  struct Snapshot: Sendable {
    var answersFetched = false
    var phase: Phase?
    var failure: String?
    var finished = false
    var lastSign: ContinuousClock.Instant
  }

  private let state: Mutex<Snapshot>

  init() {
    state = Mutex(Snapshot(lastSign: .now))
  }

  var snapshot: Snapshot { state.withLock { $0 } }

  /// The guest asked for the answer file.
  func sawAnswersFetched() {
    state.withLock {
      $0.answersFetched = true
      $0.lastSign = .now
    }
  }

  /// The guest posted a phase.
  ///
  /// - Parameter message: what it says of it; may be empty.
  func saw(_ phase: Phase, message: String) {
    state.withLock {
      $0.lastSign = .now
      switch phase {
      case .failed:
        let place = $0.phase.map { "it failed while \($0.rawValue)" } ?? "it failed at its start"
        $0.failure = message.isEmpty ? place : message
      case .finished:
        $0.phase = phase
        $0.finished = true
      default: $0.phase = phase
      }
    }
  }

  /// The guest did something else that shows it alive.
  func sawLife() {
    state.withLock { $0.lastSign = .now }
  }
}

extension InstallProgress.Snapshot {
  /// The cause to give up for, as of now; nil while all is well.
  func verdict(
    limits: InstallLimits, started: ContinuousClock.Instant, now: ContinuousClock.Instant
  ) -> InstallFailure.Cause? {
    if let failure { return .phaseFailed(failure) }
    if !answersFetched, now - started > limits.answers { return .answersNeverFetched(limits.answers) }
    if now - started > limits.whole { return .tooLong(limits.whole) }
    if answersFetched, now - lastSign > limits.silence { return .silent(limits.silence) }
    return nil
  }
}
