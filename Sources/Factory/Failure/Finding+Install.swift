import Machine

extension Finding {
  /// An install: how it ended, unless a text that is known says more.
  static func of(_ failure: InstallFailure) -> Finding {
    var finding = Finding(cause(of: failure.cause), "the install failed: \(failure.cause.text)", .machine)
    finding.phase = failure.phase
    finding.evidence = failure.observations
    finding.files = failure.files
    guard let known = failure.known else { return finding }
    finding.cause = known.cause
    finding.advice = known.advice
    finding.line = known.line
    if case .saidSo = failure.cause {} else { finding.message += ": \(known.quotation)" }
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
    case .endedEarly(let exit): self.cause(of: exit.reason)
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
