/// Why a release, a channel or a build is not what is asked for, and what to do.
public struct ReleaseRefusal: Error, Hashable, CustomStringConvertible {
  public let fault: String
  public let advice: String

  public init(_ fault: String, advice: String) {
    self.fault = fault
    self.advice = advice
  }

  public var description: String { "\(fault): \(advice)" }
}
