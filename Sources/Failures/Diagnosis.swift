import Files

/// What an error tells of a failure's cause; the rest of a ``FailureRecord`` is where and when.
public struct Diagnosis: Sendable {
  public var cause: FailureCause
  /// One line.
  public var message: String
  /// nil: that of the build.
  public var phase: String?
  /// Of the answer file.
  public var line: Int?
  public var exitStatus: Int?
  public var evidence: [FailureRecord.Evidence] = []
  /// nil: the cause's own.
  public var advice: String?
  public var files: [FailureRecord.File] = []

  /// Of any error.
  ///
  /// - Parameter texts: what tells more of output that is quoted.
  public init(_ error: any Error, texts: FatalTexts) {
    self =
      (error as? any ExplainedError)?.diagnosis(knowing: texts)
      ?? Diagnosis(FailureCause(systemCode: systemCode(of: error)) ?? .unknown, "\(error)", .host)
  }

  /// From an error's text: its first line is the message, the others are evidence.
  public init(_ cause: FailureCause, _ text: String, _ source: FailureRecord.Evidence.Source) {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    self.cause = cause
    message = lines.first ?? "\(cause.rawValue), without a word"
    let rest = lines.dropFirst().map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    if !rest.isEmpty { evidence = [FailureRecord.Evidence(source: source, lines: rest.map(String.init))] }
  }

  /// Takes over what a known text means.
  public mutating func take(_ known: KnownText) {
    cause = known.cause
    advice = known.advice
  }
}

/// An error that knows what it means for a build.
public protocol ExplainedError: Error {
  /// - Parameter texts: what tells more of output that it quotes.
  func diagnosis(knowing texts: FatalTexts) -> Diagnosis
}
