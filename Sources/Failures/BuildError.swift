/// Something that could not be done, with its cause: where no error of a library or a program says it all.
public struct BuildError: ExplainedError, Hashable, CustomStringConvertible {
  public let cause: FailureCause
  /// What, where, and what to do; what follows its first line is evidence.
  public let description: String
  /// Where the evidence is from.
  public let source: FailureRecord.Evidence.Source

  public init(
    _ cause: FailureCause, _ description: String, from source: FailureRecord.Evidence.Source = .host
  ) {
    self.cause = cause
    self.description = description
    self.source = source
  }

  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis { Diagnosis(cause, description, source) }
}
