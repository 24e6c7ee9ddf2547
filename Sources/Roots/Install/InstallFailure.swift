import Failures
import Machine
import Planning

/// An install that did not end as it should, with its cause and its evidence.
struct InstallFailure: Error, Sendable, CustomStringConvertible {
  var cause: Cause
  /// The last phase that the guest reported; nil when it reported none.
  var phase: String?
  /// What tells more than the cause: on the console, in the installer's log.
  var known: KnownText?
  /// What each source said.
  var observations: [FailureRecord.Evidence]
  /// Serial log, installer's log, screenshot and answer file as served.
  var files: [FailureRecord.File]

  /// What went wrong.
  enum Cause: Sendable, Equatable {
    /// The guest never asked for its answer file.
    case answersNeverFetched(Duration)
    /// The guest never asked for its answer file: nothing moves, and the processor is busy.
    case hung(Duration)
    /// The answer file was fetched, then nothing was reported, and nothing moved.
    case silent(Duration)
    /// In this phase nothing moved that should.
    case stuck(phase: String, Duration)
    /// Nothing at all moves, and the processor idles.
    case waits(Duration)
    case tooLong(Duration)
    case phaseTooLong(phase: String, Duration)
    /// The installer itself reported that a phase failed.
    case phaseFailed(String)
    /// The serial console says that it will not go on.
    case saidSo(KnownText)
    /// The guest went away without having reported the end.
    case endedEarly(MachineExit)
  }

  var description: String { "the install failed: \(cause.text)" }
}

extension InstallFailure.Cause {
  /// One line.
  var text: String {
    switch self {
    case .answersNeverFetched(let limit):
      "the guest never fetched its answer file within \(limit.seconds) s: it did not boot, or has no network"
    case .hung(let limit):
      "the guest hung while it booted: nothing moved for \(limit.seconds) s, and its processor is busy"
    case .silent(let limit):
      "the guest fetched its answer file, then reported nothing for \(limit.seconds) s, and nothing moved"
    case .stuck(let phase, let limit):
      "stuck while \(phase): nothing that should has moved for \(limit.seconds) s"
    case .waits(let limit):
      "the guest stands still: no disk, no network, no output for \(limit.seconds) s, and its processor idles;"
        + " it waits for an answer, or for a command that does not end"
    case .tooLong(let limit):
      "the install did not end within \(limit.seconds) s (--install-limit sets the limit)"
    case .phaseTooLong(let phase, let limit): "it was still \(phase) after \(limit.seconds) s"
    case .phaseFailed(let message): "the installer reported: \(message)"
    case .saidSo(let known) where known.cause == .asksQuestion:
      "the installer asks a question and waits: \(known.quotation)"
    case .saidSo(let known): "the console says: \(known.quotation)"
    case .endedEarly(let exit): "the guest ended before its install did: \(exit)"
    }
  }
}
