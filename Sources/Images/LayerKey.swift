/// Names a layer by everything that determines its content: a SHA-256, as 64 hexadecimal digits.
public struct LayerKey: Hashable, Sendable, Codable, CustomStringConvertible {
  public let hex: String

  public init(hex: String) {
    self.hex = hex
  }

  /// Whether it is as long as it must be, and nothing but digits.
  public var isComplete: Bool {
    hex.utf8.count == 64 && hex.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// Twelve digits: enough for a person to tell layers apart.
  public var short: String { String(hex.prefix(12)) }

  public var description: String { hex }

  public init(from decoder: any Decoder) throws {
    hex = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
