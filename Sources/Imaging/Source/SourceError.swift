/// What a shell was asked to look into is not there, or could be more than one thing.
public struct SourceError: Error, Hashable, CustomStringConvertible {
  public let fault: String
  /// What to give instead.
  public let advice: String

  init(_ fault: String, advice: String) {
    self.fault = fault
    self.advice = advice
  }

  public var description: String { "\(fault): \(advice)" }
}
