import Failures
import Files
import Guest
import Machine
import Subprocess

// What errors of targets that know nothing of builds mean for one.

extension FileError: ExplainedError {
  public func finding(knowing texts: FatalTexts) -> Finding { Finding(.hostFile, "\(self)", .host) }
}

extension UnusableImage: ExplainedError {
  public func finding(knowing texts: FatalTexts) -> Finding { Finding(.imageUnusable, "\(self)", .host) }
}

extension MachineError: ExplainedError {
  public func finding(knowing texts: FatalTexts) -> Finding {
    switch self {
    case .noFirmware: Finding(.programMissing, "\(self)", .host)
    case .file: Finding(.hostFile, "\(self)", .host)
    case .invalid, .didNotStart, .monitorSilent, .unexpectedOutput:
      Finding(.machineFailed, "\(self)", .machine)
    }
  }
}

extension GuestError: ExplainedError {
  public func finding(knowing texts: FatalTexts) -> Finding {
    switch self {
    // Said of the file system inside, not of this host's.
    case .call(_, _, let reason) where reason.contains("No space left on device"):
      Finding(exactly: .noSpace, "\(self)", .host)
    case .path, .unknownAccount, .command, .unlockedPasswords: Finding(.scriptFailed, "\(self)", .step)
    case .operatingSystems: Finding(.imageUnusable, "\(self)", .host)
    case .launch, .call, .timedOut, .closed, .channel: Finding(.libguestfsFailed, "\(self)", .machine)
    }
  }
}

extension SubprocessError: ExplainedError {
  public func finding(knowing texts: FatalTexts) -> Finding {
    switch self {
    case .notFound: return Finding(.programMissing, "\(self)", .host)
    case .cannotStart, .deadlinePassed: return Finding(.programFailed, "\(self)", .host)
    case .failed(_, _, let lines):
      var finding = Finding(.programFailed, "\(self)", .host)
      guard finding.cause == .programFailed,
        let known = texts.first(in: lines.joined(separator: "\n"), from: .step, family: nil)
      else { return finding }
      finding.take(known)
      return finding
    }
  }
}
