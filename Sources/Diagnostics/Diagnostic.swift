/// One thing wrong with what somebody wrote, in a line that a person can act on.
public struct Diagnostic: Error, Hashable, Sendable, Encodable, Comparable, CustomStringConvertible {
  /// The place; nil where there is none, as for a flag, whose text then begins the message.
  public let location: Location?
  public let message: String

  public init(_ message: String, at location: Location?) {
    self.location = location
    self.message = message
  }

  /// `web.yaml:7:12: unknown key 'pakages' (did you mean 'packages'?)`
  public var description: String {
    location.map { "\($0): \(message)" } ?? message
  }

  /// ``description`` of what is not wrong: `a.preseed:7:12: warning: 'x/y' is dropped`
  public var asWarning: String {
    location.map { "\($0): warning: \(message)" } ?? "warning: \(message)"
  }

  /// Orders by place, those without one first, then by message.
  public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    switch (left.location, right.location) {
    case (let one?, let other?) where one != other: one < other
    case (nil, _?): true
    case (_?, nil): false
    default: left.message < right.message
    }
  }
}

/// Everything found wrong, to be shown together.
public struct Diagnostics: Error, Hashable, Sendable, CustomStringConvertible {
  /// Sorted by place, each once; never empty.
  public let list: [Diagnostic]

  /// Nil when there is nothing to report.
  public init?(_ found: some Sequence<Diagnostic>) {
    let list = Set(found).sorted()
    guard !list.isEmpty else { return nil }
    self.list = list
  }

  public init(_ one: Diagnostic, _ others: [Diagnostic] = []) {
    list = Set([one] + others).sorted()
  }

  public var description: String { list.map(\.description).joined(separator: "\n") }
}
