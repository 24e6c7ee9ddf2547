import Failures
import Files
import Guest
import Machine
import Subprocess

// What errors of targets that know nothing of builds mean for one.

extension FileError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis { Diagnosis(.hostFile, "\(self)", .host) }
}

extension UnusableImage: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    Diagnosis(.imageUnusable, "\(self)", .host)
  }
}

extension MachineError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    switch self {
    case .noFirmware: Diagnosis(.programMissing, "\(self)", .host)
    case .file: Diagnosis(.hostFile, "\(self)", .host)
    case .invalid, .didNotStart, .monitorSilent, .unexpectedOutput:
      Diagnosis(.machineFailed, "\(self)", .machine)
    }
  }
}

extension GuestError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    switch self {
    // Said of the file system inside, not of this host's.
    case .call(_, _, let reason) where reason.contains("No space left on device"):
      Diagnosis(exactly: .noSpace, "\(self)", .host)
    case .path, .unknownAccount, .command, .unlockedPasswords: Diagnosis(.scriptFailed, "\(self)", .step)
    case .operatingSystems: Diagnosis(.imageUnusable, "\(self)", .host)
    case .launch, .call, .timedOut, .closed, .channel: Diagnosis(.libguestfsFailed, "\(self)", .machine)
    }
  }
}

extension SubprocessError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    switch self {
    case .notFound: return Diagnosis(.programMissing, "\(self)", .host)
    case .cannotStart, .deadlinePassed: return Diagnosis(.programFailed, "\(self)", .host)
    case .failed(_, _, let lines):
      var diagnosis = Diagnosis(.programFailed, "\(self)", .host)
      guard diagnosis.cause == .programFailed,
        let known = texts.first(in: lines.joined(separator: "\n"), from: .step, family: nil)
      else { return diagnosis }
      diagnosis.take(known)
      return diagnosis
    }
  }
}
