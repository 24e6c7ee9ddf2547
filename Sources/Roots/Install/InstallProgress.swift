import AnswerFiles
import Files
import Foundation
import Storage
import Synchronization

/// What the guest has been seen to do, from whichever thread saw it.
final class InstallProgress: Sendable {
  /// A view of it all at one moment.
  struct Snapshot: Sendable {
    var answersFetched = false
    var phase: Phase?
    var failure: String?
    var finished = false
    /// Files asked for, phases and logs posted.
    var requests = 0
  }

  private let state = Mutex(Snapshot())

  var snapshot: Snapshot { state.withLock { $0 } }

  /// The guest asked for a file, or posted something.
  func sawRequest(ofAnswers: Bool) {
    state.withLock {
      $0.requests += 1
      if ofAnswers { $0.answersFetched = true }
    }
  }

  /// The guest posted a phase.
  ///
  /// - Parameter message: what it says of it; may be empty.
  func saw(_ phase: Phase, message: String) {
    state.withLock {
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
}

/// Takes what an installer reports, on the server's thread: into its progress, its log and the evidence.
struct InstallReports: Sendable {
  let progress: InstallProgress
  let evidence: InstallEvidence
  let log: JobLog
  let onPhase: @Sendable (String) -> Void

  func sawRequest(ofAnswers: Bool) {
    progress.sawRequest(ofAnswers: ofAnswers)
  }

  func take(phase name: String, message: String) {
    // Anything may be posted by whatever runs in the guest: only known phases count.
    guard let phase = Phase(rawValue: name) else { return }
    log.write("phase: \(name)")
    onPhase(name)
    progress.saw(phase, message: message.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  func take(log bytes: [UInt8]) {
    // A log that cannot be kept must not fail an install that went well.
    try? FileSystem.write(Data(bytes), to: evidence.installerLog)
  }
}
