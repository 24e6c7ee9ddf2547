extension FailureRecord {
  /// Lines of evidence that fit on a screen with the rest.
  private static let room = 12

  /// All of it on one screen, for people.
  public var summary: String {
    let head = "\(subject.name): \(message)"
    let place = ["cause: \(cause.rawValue)"] + (phase.map { ["phase: \($0)"] } ?? [])
    return ([head, "  " + place.joined(separator: ", ")] + quotations + ["  try: \(advice)"] + paths)
      .joined(separator: "\n")
  }

  /// The end of each source: what came last tells most.
  private var quotations: [String] {
    let share = max(1, Self.room / max(1, evidence.count))
    return evidence.flatMap { piece in
      ["  \(piece.source.title):"] + piece.lines.suffix(share).map { "    | \($0)" }
    }
  }

  private var paths: [String] {
    files.isEmpty ? [] : ["  files:"] + files.map { "    \($0.path)" }
  }
}

extension FailureRecord.Evidence.Source {
  fileprivate var title: String {
    switch self {
    case .serial: "serial console"
    case .installerLog: "installer's log"
    case .http: "requests of the guest"
    case .machine: "machine"
    case .step: "output"
    case .download: "download"
    case .host: "host"
    }
  }
}
