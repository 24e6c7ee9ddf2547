import Guest
import Machine
import Media
import Subprocess

/// One function for each family of errors.
extension Finding {
  static func of(_ error: MediaError) -> Finding {
    Finding(cause(of: error), "\(error)", .download)
  }

  private static func cause(of error: MediaError) -> FailureCause {
    switch error {
    case .status, .transfer: .mediaUnreachable
    case .wrongDigest: .mediaDigest
    case .badSignature, .future: .mediaSignature
    case .tooLarge, .malformed: .mediaMalformed
    case .file: .hostFile
    case .noRoom, .announcedTooMuch: .hostDiskFull
    case .absent: .mediaMissing
    // A name that no index knows is the recipe's fault; what an index knows, a mirror lacks.
    case .missingComponents(let components):
      components.contains(where: \.isUnknown) ? .mediaMissing : .mirrorInconsistent
    case .offline: .offline
    // As in a guest, whose package manager says of an index that it is expired.
    case .inconsistent, .older, .expired, .component, .notStandingIn: .mirrorInconsistent
    case .everywhere(let failures): cause(of: failures.map(cause))
    }
  }

  /// Where all addresses failed, a wrong file is worse than none; that the disk is full, all must say.
  private static func cause(of all: [FailureCause]) -> FailureCause {
    if !all.isEmpty, all.allSatisfy({ $0 == .hostDiskFull }) { return .hostDiskFull }
    return all.first { ![.mediaUnreachable, .hostDiskFull].contains($0) } ?? .mediaUnreachable
  }

  static func of(_ error: MachineError) -> Finding {
    switch error {
    case .noFirmware: Finding(.programMissing, "\(error)", .host)
    case .file: Finding(.hostFile, "\(error)", .host)
    case .invalid, .didNotStart, .monitorSilent, .unexpectedOutput:
      Finding(.machineFailed, "\(error)", .machine)
    }
  }

  static func of(_ error: GuestError) -> Finding {
    switch error {
    // Said of the file system inside, not of this host's.
    case .call(_, _, let reason) where reason.contains("No space left on device"):
      Finding(.noSpace, "\(error)")
    case .path, .unknownAccount, .command, .unlockedPasswords: Finding(.scriptFailed, "\(error)", .step)
    case .operatingSystems: Finding(.imageUnusable, "\(error)", .host)
    case .launch, .call, .timedOut, .closed, .channel: Finding(.libguestfsFailed, "\(error)", .machine)
    }
  }

  static func of(_ error: SubprocessError, _ texts: FatalTexts) -> Finding {
    switch error {
    case .notFound: return Finding(.programMissing, "\(error)", .host)
    case .cannotStart, .deadlinePassed: return Finding(.programFailed, "\(error)", .host)
    case .failed(_, _, let lines):
      var finding = Finding(.programFailed, "\(error)", .host)
      guard finding.cause == .programFailed,
        let known = texts.first(in: lines.joined(separator: "\n"), from: .step, family: nil)
      else { return finding }
      finding.cause = known.cause
      finding.advice = known.advice
      return finding
    }
  }

  private init(_ cause: FailureCause, _ message: String) {
    self.init(cause, message, .host)
    self.cause = cause
  }
}
