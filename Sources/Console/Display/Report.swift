import Foundation

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
/// JSON is pretty-printed with sorted keys; dates are in ISO 8601.
public func render(_ report: some Report, as format: OutputFormat, on terminal: Terminal) throws -> String {
  switch format {
  case .text: return report.text(on: terminal)
  case .json:
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }
}
