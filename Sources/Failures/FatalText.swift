import Foundation

/// A text that some program prints when it cannot go on, and what it means.
public struct FatalText: Sendable {
  /// Where it is looked for.
  public enum Source: String, Sendable, Codable, CaseIterable {
    /// An installer's serial console, while it runs.
    case serial
    /// An installer's own log, and what it posted when it failed.
    case log
    /// The output of a provisioning step.
    case step
  }

  let expression: NSRegularExpression
  /// ICU's; a blank stands for any white space.
  private let pattern: String
  /// An installer's; nil: any.
  public let family: String?
  public let sources: Set<Source>
  /// Only at the end of what there is: a prompt.
  public let isLast: Bool
  public let cause: FailureCause
  /// nil: the cause's own.
  public let advice: String?

  /// What the kernel says after it, at any time and on the same console, does not answer a prompt.
  private static let end = #"(?=(\s*\[ *\d+\.\d{6}\] [^\n]*)*\s*\z)"#

  /// - Parameter pattern: ICU's; a blank stands for any white space.
  /// - Throws: when it is no regular expression.
  public init(
    pattern: String, family: String? = nil, sources: Set<Source> = Set(Source.allCases), isLast: Bool = false,
    cause: FailureCause,
    advice: String? = nil
  ) throws {
    expression = try NSRegularExpression(
      pattern: pattern.replacing(" ", with: #"\s+"#) + (isLast ? Self.end : ""))
    self.pattern = pattern
    self.family = family
    self.sources = sources
    self.isLast = isLast
    self.cause = cause
    self.advice = advice
  }

  /// Where it is found first.
  public func match(in output: String) -> KnownText? {
    let whole = NSRange(output.startIndex..., in: output)
    guard let found = expression.firstMatch(in: output, range: whole),
      let range = Range(found.range, in: output)
    else { return nil }
    let start = output[..<range.lowerBound].lastIndex(where: \.isNewline) ?? output.startIndex
    let end = isLast ? range.upperBound : output.endIndex
    return KnownText(
      cause: cause, advice: advice, isLast: isLast,
      quotation: output[range].split(whereSeparator: \.isWhitespace).joined(separator: " "),
      line: Range(found.range(withName: "line"), in: output).flatMap { Int(output[$0]) },
      context: output[start..<end].split(whereSeparator: \.isNewline).prefix(6).map(String.init))
  }
}

extension FatalText: Codable {
  private enum CodingKeys: CodingKey {
    case pattern, family, sources, isLast, cause, advice
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      pattern: container.decode(String.self, forKey: .pattern),
      family: container.decodeIfPresent(String.self, forKey: .family),
      sources: container.decode(Set<Source>.self, forKey: .sources),
      isLast: container.decode(Bool.self, forKey: .isLast),
      cause: container.decode(FailureCause.self, forKey: .cause),
      advice: container.decodeIfPresent(String.self, forKey: .advice))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pattern, forKey: .pattern)
    try container.encodeIfPresent(family, forKey: .family)
    try container.encode(sources, forKey: .sources)
    try container.encode(isLast, forKey: .isLast)
    try container.encode(cause, forKey: .cause)
    try container.encodeIfPresent(advice, forKey: .advice)
  }
}

/// A fatal text that was found in some output.
public struct KnownText: Sendable, Equatable {
  public var cause: FailureCause
  /// nil: the cause's own.
  public var advice: String?
  /// Whether it is the last thing there: a prompt.
  public var isLast: Bool
  /// In one line.
  public var quotation: String
  /// Of the answer file.
  public var line: Int?
  /// The lines from there on.
  public var context: [String]

  public init(
    cause: FailureCause, advice: String? = nil, isLast: Bool, quotation: String, line: Int? = nil,
    context: [String]
  ) {
    self.cause = cause
    self.advice = advice
    self.isLast = isLast
    self.quotation = quotation
    self.line = line
    self.context = context
  }
}
