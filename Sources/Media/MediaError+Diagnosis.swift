public import Failures

extension MediaError: ExplainedError {
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    Diagnosis(failureCause, "\(self)", .download)
  }

  private var failureCause: FailureCause {
    switch self {
    case .status, .transfer: .mediaUnreachable
    case .wrongDigest: .mediaDigest
    case .badSignature, .future: .mediaSignature
    case .tooLarge, .malformed: .mediaMalformed
    case .file(_, _, let code): FailureCause(systemCode: code) ?? .hostFile
    case .noRoom, .announcedTooMuch: .hostDiskFull
    case .absent: .mediaMissing
    // A name that no index knows is the recipe's fault; what an index knows, a mirror lacks.
    case .missingComponents(let components):
      components.contains(where: \.isUnknown) ? .mediaMissing : .mirrorInconsistent
    case .offline: .offline
    // As in a guest, whose package manager says of an index that it is expired.
    case .inconsistent, .older, .expired, .component, .notStandingIn: .mirrorInconsistent
    case .everywhere(let failures): Self.cause(of: failures.map(\.failureCause))
    }
  }

  /// Where all addresses failed, a wrong file is worse than none; that the disk is full, all must say.
  private static func cause(of all: [FailureCause]) -> FailureCause {
    if !all.isEmpty, all.allSatisfy({ $0 == .hostDiskFull }) { return .hostDiskFull }
    return all.first { ![.mediaUnreachable, .hostDiskFull].contains($0) } ?? .mediaUnreachable
  }
}
