/// An install that did not end as it should, with its cause and its evidence.
public struct InstallFailure: Sendable, CustomStringConvertible {
  public var layer: String
  public var cause: Cause
  /// The last phase that the guest reported; nil when it reported none.
  public var phase: String?
  /// Of the serial console.
  public var lastLines: [String]
  /// Log, serial log, screenshot and answer file as served.
  public var evidence: [String]

  /// What went wrong.
  public enum Cause: Sendable, Equatable {
    /// The guest never asked for its answer file.
    case answersNeverFetched(Duration)
    /// No phase was reported, no file asked for, within the limit.
    case silent(Duration)
    case tooLong(Duration)
    /// The installer itself reported that a phase failed.
    case phaseFailed(String)
    /// The guest went away without having reported the end; what QEMU said of it.
    case endedEarly(String)
  }

  public var description: String {
    let head = "\(layer): the install failed: \(cause.text)"
    let reached = phase.map { "last phase reported: \($0)" } ?? "no phase was reported"
    let serial =
      lastLines.isEmpty ? [] : ["last lines of the serial console:"] + lastLines.map { "  | \($0)" }
    return ([head, reached] + serial + ["evidence:"] + evidence.map { "  \($0)" })
      .joined(separator: "\n")
  }
}

extension InstallFailure.Cause {
  /// One line: what happened, and where to look first.
  var text: String {
    switch self {
    case .answersNeverFetched(let limit):
      "the guest never fetched its answer file within \(limit.seconds) s: it did not boot, or has no network"
    case .silent(let limit):
      "the guest fetched its answer file, then reported nothing for \(limit.seconds) s: "
        + "the installer may be asking a question (see the screenshot)"
    case .tooLong(let limit):
      "the install did not end within \(limit.seconds) s (--install-limit sets the limit)"
    case .phaseFailed(let message): "the installer reported: \(message)"
    case .endedEarly(let reason): "the guest ended before its install did: \(reason)"
    }
  }
}

extension Duration {
  /// Whole seconds, for messages.
  var seconds: Int64 { components.seconds }
}
