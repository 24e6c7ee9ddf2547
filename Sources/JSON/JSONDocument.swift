public import Foundation

/// A value as JSON for people and for diffs: indented, keys sorted, dates in ISO 8601, with a line end.
public func prettyJSON(_ value: some Encodable) throws -> Data {
  try encoder([.prettyPrinted]).encode(value) + Data("\n".utf8)
}

/// A value as JSON in one line, without a line end: keys sorted, dates in ISO 8601.
public func compactJSON(_ value: some Encodable) throws -> Data {
  try encoder([]).encode(value)
}

/// Reads a value from JSON.
///
/// - Throws: ``JSONError`` for what is no JSON, or has a key twice; `DecodingError` for JSON that says something else.
public func decodeJSON<Value: Decodable>(
  _ type: Value.Type, from bytes: some Sequence<UInt8>,
  userInfo: [CodingUserInfoKey: any Sendable] = [:]
) throws -> Value {
  let data = Data(bytes)
  _ = try parseJSON(data)
  let decoder = JSONDecoder()
  decoder.dateDecodingStrategy = .custom(date)
  decoder.userInfo = userInfo
  return try decoder.decode(type, from: data)
}

private func encoder(_ more: JSONEncoder.OutputFormatting) -> JSONEncoder {
  let encoder = JSONEncoder()
  encoder.outputFormatting = more.union([.sortedKeys, .withoutEscapingSlashes])
  encoder.dateEncodingStrategy = .iso8601
  return encoder
}

/// In ISO 8601; what earlier versions stored has the library's own number of seconds.
private func date(from decoder: any Decoder) throws -> Date {
  let container = try decoder.singleValueContainer()
  if let seconds = try? container.decode(Double.self) { return Date(timeIntervalSinceReferenceDate: seconds) }
  return try Date(try container.decode(String.self), strategy: .iso8601)
}
