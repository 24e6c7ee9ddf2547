import Failures

/// Something in the store that cannot be put right now: what is wrong, and what to do.
public struct StoreDamage: ExplainedError, Hashable, CustomStringConvertible {
  public let fault: String
  public let advice: String

  public init(fault: String, advice: String) {
    self.fault = fault
    self.advice = advice
  }

  public var description: String { "\(fault): \(advice)" }

  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    Diagnosis(.storeDamaged, description, .host)
  }
}
