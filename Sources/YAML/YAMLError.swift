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

/// The text being parsed, for turning byte offsets into places and for showing a line in an error.
struct SourceText {
  let bytes: [UInt8]
  let file: String

  /// The longest line, in characters, that is worth showing.
  private static let widest = 200

  /// The place of a byte; columns count characters, not bytes.
  func location(ofByte offset: Int) -> Location {
    let before = bytes.prefix(max(0, offset))
    let newline = UInt8(ascii: "\n")
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    let line = before.reduce(1) { $1 == newline ? $0 + 1 : $0 }
    let column = before[start...].reduce(1) { Self.isContinuation($1) ? $0 : $0 + 1 }
    return Location(file: file, line: line, column: column)
  }

  /// The line of a place with a caret below it.
  func snippet(at location: Location) -> String {
    let lines = bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: location.line, omittingEmptySubsequences: false)
    guard lines.indices.contains(location.line - 1),
      let line = String(validating: lines[location.line - 1], as: UTF8.self),
      line.count <= Self.widest,
      !line.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" && $0 != "\r" })
    else { return "" }
    // A tab is kept as a tab so that the caret lands below its character in any terminal.
    let indent = line.prefix(location.column - 1).map { $0 == "\t" ? $0 : Character(" ") }
    return "  \(line)\n  \(String(indent))^"
  }

  /// The first tab among what a line is indented by.
  func tab(before location: Location) -> Location? {
    let lines = bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: location.line, omittingEmptySubsequences: false)
    guard lines.indices.contains(location.line - 1) else { return nil }
    let indent = lines[location.line - 1].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return indent.firstIndex(of: UInt8(ascii: "\t")).map {
      Location(file: file, line: location.line, column: $0 - indent.startIndex + 1)
    }
  }

  func problem(_ message: String, at location: Location) -> YAMLError.Problem {
    YAMLError.Problem(location: location, message: message, snippet: snippet(at: location))
  }

  func error(_ message: String, at location: Location) -> YAMLError {
    YAMLError(problems: [problem(message, at: location)])
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
