/// A text of one form: there is no value of the type that does not have it, so nobody checks it again.
///
/// Encoded as the text alone.
public protocol FormedText: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// What it must look like.
  static var form: Form { get }

  /// As it was written.
  var text: String { get }

  /// Takes a text that is known to have the form.
  init(formed text: String)
}

extension FormedText {
  /// Nil for a text that does not have the form.
  public init?(_ text: String) {
    guard Self.form.allows(text) else { return nil }
    self.init(formed: text)
  }

  /// Kiln's own values; one that does not have the form is a mistake in Kiln.
  public init(stringLiteral text: String) {
    guard let value = Self(text) else { preconditionFailure("'\(text)' is not \(Self.form.meaning)") }
    self = value
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not \(Self.form.meaning)")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  public var description: String { text }
}

extension Sourced where Value: FormedText {
  /// The text alone, and who wrote it.
  public var asText: Sourced<String> { Sourced<String>(value.text, from: origin) }
}

extension Value {
  /// Validation has seen that it has the form, or there will be no appliance.
  func formed<Text: FormedText>(_ key: String) -> Sourced<Text>? {
    self[key].flatMap { $0.formed() }
  }

  /// What a recipe must have. Where it lacks it, validation has said so, and the form's example stands in.
  func required<Text: FormedText>(_ key: String) -> Sourced<Text> {
    formed(key) ?? Sourced(Text(formed: Text.form.example), from: .standard)
  }

  /// The texts of a list, and who wrote each.
  public func formedList<Text: FormedText>(_ key: String) -> [Sourced<Text>] {
    list(key).compactMap { $0.formed() }
  }

  private func formed<Text: FormedText>() -> Sourced<Text>? {
    text.map { Sourced(Text(formed: $0), from: origin) }
  }
}
