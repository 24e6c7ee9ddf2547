import Failures
import Machine

extension InstallFailure: ExplainedError {
  /// How it ended, unless a text that is known says more.
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    var diagnosis = Diagnosis(Self.cause(of: cause), description, .machine)
    diagnosis.phase = phase
    diagnosis.evidence = observations
    diagnosis.files = files
    guard let known else { return diagnosis }
    diagnosis.take(known)
    diagnosis.line = known.line
    if case .saidSo = cause {} else { diagnosis.message += ": \(known.quotation)" }
    return diagnosis
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
    case .endedEarly(let exit) where ProgramText.saysDiskIsFull(exit.standardError): .hostDiskFull
    case .endedEarly(let exit): Self.cause(of: exit.reason)
    }
  }

  private static func cause(of reason: MachineExit.Reason) -> FailureCause {
    switch reason {
    case .poweredOff: .guestPoweredOff
    case .reset: .guestRestarted
    case .panicked: .guestPanicked
    case .stopped, .died: .guestDied
    case .diskFailed(_, let isFull): isFull ? .hostDiskFull : .hostFile
    }
  }
}
