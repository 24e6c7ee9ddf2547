import Foundation

/// A time is written as it is stored: RFC 3339, UTC.
extension Date: @retroactive ExpressibleByStringInterpolation {
  public init(stringLiteral text: String) {
    guard let time = try? Date(text, strategy: .iso8601) else { preconditionFailure("'\(text)' is no time") }
    self = time
  }
}
