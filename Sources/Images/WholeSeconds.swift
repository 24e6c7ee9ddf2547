import Foundation

extension Date {
  /// The same in whole seconds, as it is written down (RFC 3339, UTC): so that it is what is read again.
  public var inWholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
