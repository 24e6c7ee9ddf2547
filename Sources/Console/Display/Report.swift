import JSON

/// How data is printed.
public enum OutputFormat: String, Sendable, CaseIterable {
  case text, json
}

/// Data that a verb prints: for people as text, for programs as JSON.
public protocol Report: Encodable {
  /// Each line with its line end.
  func text(on terminal: Terminal) -> String
}

/// The one way to print data.
///
/// JSON is as `prettyJSON(_:)` of `JSON` writes it.
public func render(_ report: some Report, as format: OutputFormat, on terminal: Terminal) throws -> String {
  switch format {
  case .text: return terminal.shown(report.text(on: terminal))
  case .json: return String(decoding: try prettyJSON(report), as: UTF8.self)
  }
}
