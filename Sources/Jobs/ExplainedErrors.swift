import Archive
import Digests
import Failures
import Files
import Foundation
import Guest
import Machine
import Subprocess

// What errors of targets that know nothing of builds mean for one.

extension FileError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    Diagnosis(FailureCause(systemCode: code) ?? .hostFile, "\(self)", .host)
  }
}

extension DigestError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    switch self {
    case .unreadable(_, _, let code): Diagnosis(FailureCause(systemCode: code) ?? .hostFile, "\(self)", .host)
    case .library: Diagnosis(.unknown, "\(self)", .host)
    }
  }
}

extension SignatureError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis { Diagnosis(.hostFile, "\(self)", .host) }
}

extension ArchiveError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    guard case .library(_, _, let code) = self else { return Diagnosis(.unknown, "\(self)", .host) }
    return Diagnosis(FailureCause(systemCode: code) ?? .unknown, "\(self)", .host)
  }
}

extension UnusableImage: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    Diagnosis(.imageUnusable, "\(self)", .host)
  }
}

extension MachineError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    switch self {
    case .noFirmware, .noTPM: Diagnosis(.programMissing, "\(self)", .host)
    case .didNotStart(_, let text) where ProgramText.saysDiskIsFull(text):
      Diagnosis(.hostDiskFull, "\(self)", .machine)
    case .invalid, .didNotStart, .monitorSilent, .unexpectedOutput, .unreadableDisk:
      Diagnosis(.machineFailed, "\(self)", .machine)
    }
  }
}

extension GuestError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    switch self {
    // Said of the file system inside, not of this host's; what tar in the appliance says has no number.
    case .call(_, _, let reason, let code) where code == ENOSPC || ProgramText.saysDiskIsFull(reason):
      Diagnosis(.noSpace, "\(self)", .host)
    case .launch(let reason, let console)
    where ProgramText.saysDiskIsFull(([reason] + console).joined(separator: "\n")):
      Diagnosis(.hostDiskFull, "\(self)", .machine)
    case .channel(_, let code?):
      Diagnosis(FailureCause(systemCode: code) ?? .libguestfsFailed, "\(self)", .host)
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
    case .cannotStart(_, _, let code):
      return Diagnosis(FailureCause(systemCode: code) ?? .programFailed, "\(self)", .host)
    case .deadlinePassed: return Diagnosis(.programFailed, "\(self)", .host)
    case .failed(_, _, let lines):
      let output = lines.joined(separator: "\n")
      // Not what a fatal text means by it: it is no guest's disk.
      if ProgramText.saysDiskIsFull(output) { return Diagnosis(.hostDiskFull, "\(self)", .host) }
      var diagnosis = Diagnosis(.programFailed, "\(self)", .host)
      if let known = texts.first(in: output, from: .step, family: nil) { diagnosis.take(known) }
      return diagnosis
    }
  }
}
