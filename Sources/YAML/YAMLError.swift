public import Diagnostics

/// Why a text is not one well-formed YAML document.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One fault and its place.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    public let location: Location
    /// What is wrong, in libyaml's own words where it was libyaml that found it.
    public let message: String
    /// The line at fault and, below it, a caret under the place; empty where the line cannot be shown.
    public let snippet: String

    /// `file:line:column: message`, and the snippet on the lines after it.
    public var description: String {
      let line = "\(location): \(message)"
      return snippet.isEmpty ? line : "\(line)\n\(snippet)"
    }
  }

  /// In the order found, never empty; several only when the faults are keys written twice.
  public let problems: [Problem]

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension Diagnostics {
  /// The faults that the parser found, without their snippets.
  public init(_ error: YAMLError) {
    let found = error.problems.map { Diagnostic($0.message, at: $0.location) }
    self.init(found[0], Array(found.dropFirst()))
  }
}
