import Failures
import Machine

extension InstallFailure: ExplainedError {
  /// How it ended, unless a text that is known says more.
  public func finding(knowing texts: FatalTexts) -> Finding {
    var finding = Finding(Self.cause(of: cause), description, .machine)
    finding.phase = phase
    finding.evidence = observations
    finding.files = files
    guard let known else { return finding }
    finding.take(known)
    finding.line = known.line
    if case .saidSo = cause {} else { finding.message += ": \(known.quotation)" }
    return finding
  }

  private static func cause(of cause: InstallFailure.Cause) -> FailureCause {
    switch cause {
    case .answersNeverFetched: .answersNeverFetched
    case .silent: .silent
    case .hung: .guestHung
    case .stuck, .waits: .stuck
    case .tooLong, .phaseTooLong: .tooLong
    case .phaseFailed: .phaseFailed
    case .saidSo(let known): known.cause
    case .endedEarly(let exit): Self.cause(of: exit.reason)
    }
  }

  private static func cause(of reason: MachineExit.Reason) -> FailureCause {
    switch reason {
    case .poweredOff: .guestPoweredOff
    case .reset: .guestRestarted
    case .panicked: .guestPanicked
    case .stopped, .died: .guestDied
    case .diskFailed(let cause): cause.contains("No space left on device") ? .hostDiskFull : .hostFile
    }
  }
}
