/// Why a store does not do what is asked.
public struct StoreRefusal: Error, CustomStringConvertible {
  public let description: String

  init(_ fault: String, advice: String) {
    description = "\(fault): \(advice)"
  }
}
