extension Finding {
  static func of(_ error: FactoryError, _ texts: FatalTexts) -> Finding {
    switch error {
    case .install(let failure): of(failure)
    case .step(let failure): of(failure, texts)
    case .file: Finding(.hostFile, "\(error)", .host)
    case .diskTooSmall: Finding(.diskTooSmall, "\(error)", .host)
    case .unsoundPackages: Finding(.packagesUnsound, "\(error)", .step)
    case .foreignArchitecture: Finding(.wrongArchitecture, "\(error)", .host)
    case .unusableScript: Finding(.scriptFailed, "\(error)", .host)
    case .secret: Finding(.secretMissing, "\(error)", .host)
    case .offline: Finding(.offline, "\(error)", .host)
    case .needsRoot: Finding(.needsRoot, "\(error)", .host)
    case .unneeded: Finding(.mediaMissing, "\(error)", .host)
    case .space: Finding(.hostDiskFull, "\(error)", .host)
    case .noShellSource: Finding(.hostFile, "\(error)", .host)
    case .kept(let failure, let cause): of(cause, keptAs: failure, texts)
    }
  }

  private static func of(_ error: any Error, keptAs failure: KeptFailure, _ texts: FatalTexts) -> Finding {
    var finding = Finding(error, texts: texts)
    finding.advice = "\(finding.advice ?? finding.cause.advice); \(failure.hint)"
    return finding
  }

  /// A provisioning step: its status, unless its last lines tell more.
  private static func of(_ failure: StepFailure, _ texts: FatalTexts) -> Finding {
    var finding = Finding(
      failure.status == nil ? .scriptTimedOut : .scriptFailed,
      "\(failure.place): \(failure.step) failed: \(failure.outcome)", .step)
    finding.exitStatus = failure.status.map(Int.init)
    if !failure.lastLines.isEmpty {
      finding.evidence = [FailureRecord.Evidence(source: .step, lines: failure.lastLines)]
    }
    let output = failure.lastLines.joined(separator: "\n")
    if failure.status != nil, let known = texts.first(in: output, from: .step, family: nil) {
      finding.cause = known.cause
      finding.advice = known.advice
      finding.message += ": \(known.quotation)"
    }
    return finding
  }
}
