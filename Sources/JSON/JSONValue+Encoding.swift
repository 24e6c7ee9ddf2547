extension JSONValue {
  /// What is left out of the JSON form of one type's values.
  public struct Omission: Sendable {
    /// Members that are never there, by their names in JSON.
    public var names: Set<String>
    /// What members are by default, by name. Null, `false` and what is empty need not be named.
    public var defaults: [String: JSONValue]

    public init(_ names: Set<String> = [], defaults: [String: JSONValue] = [:]) {
      self.names = names
      self.defaults = defaults
    }
  }

  /// A value's own JSON form, without its members that are at their default, so that a member that is new to a type changes nothing of what
  /// was encoded before, and without those that its type leaves out.
  ///
  /// - Parameter omissions: by type.
  public init(_ value: some Encodable, omitting omissions: [ObjectIdentifier: Omission]) throws {
    self = try ValueEncoder(omissions).encoded(value)
  }
}

/// Encodes one value, and its members by encoders of their own.
private final class ValueEncoder: Encoder, SingleValueEncodingContainer {
  private enum Form {
    case scalar(JSONValue), object, list
  }

  private let omissions: [ObjectIdentifier: JSONValue.Omission]
  private var form = Form.object
  private var type: Any.Type = JSONValue.self
  /// Whether it says something even where it is empty: a case of an enumeration does.
  private var isCase = false
  private var members: [(name: String, value: ValueEncoder)] = []
  private(set) var items: [ValueEncoder] = []

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ omissions: [ObjectIdentifier: JSONValue.Omission]) { self.omissions = omissions }

  func encoded(_ value: some Encodable) throws -> JSONValue {
    try encode(value)
    return result
  }

  /// All that has been encoded.
  private var result: JSONValue {
    switch form {
    case .scalar(let value): value
    case .list: .array(items.map(\.result))
    case .object: .object(object)
    }
  }

  private var object: [String: JSONValue] {
    let omission = omissions[ObjectIdentifier(type)] ?? JSONValue.Omission()
    // What a dictionary has is no member that its type could have at a default.
    let keepsAll = type is any KeyedValues.Type
    var object: [String: JSONValue] = [:]
    for (name, member) in members where !omission.names.contains(name) {
      let value = member.result
      let isDefault = value == omission.defaults[name] || value.saysNothing && !member.isCase
      if keepsAll || !isDefault { object[name] = value }
    }
    return object
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(MemberContainer(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    form = .list
    return ItemContainer(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func member(_ name: String, isCase: Bool = false) -> ValueEncoder {
    let member = ValueEncoder(omissions)
    member.isCase = isCase
    members.append((name, member))
    return member
  }

  func item() -> ValueEncoder {
    let item = ValueEncoder(omissions)
    items.append(item)
    return item
  }

  func encodeNil() { form = .scalar(.null) }
  func encode(_ value: Bool) { form = .scalar(.bool(value)) }
  func encode(_ value: String) { form = .scalar(.string(value)) }
  func encode(_ value: Double) { form = .scalar(.number(value)) }
  func encode(_ value: Float) { form = .scalar(.number(Double(value))) }
  func encode(_ value: Int) throws { try encode(integer: value) }
  func encode(_ value: Int8) throws { try encode(integer: value) }
  func encode(_ value: Int16) throws { try encode(integer: value) }
  func encode(_ value: Int32) throws { try encode(integer: value) }
  func encode(_ value: Int64) throws { try encode(integer: value) }
  func encode(_ value: UInt) throws { try encode(integer: value) }
  func encode(_ value: UInt8) throws { try encode(integer: value) }
  func encode(_ value: UInt16) throws { try encode(integer: value) }
  func encode(_ value: UInt32) throws { try encode(integer: value) }
  func encode(_ value: UInt64) throws { try encode(integer: value) }

  private func encode(integer: some BinaryInteger) throws {
    guard let number = Int64(exactly: integer) else {
      throw EncodingError.invalidValue(integer, .init(codingPath: [], debugDescription: "beyond 64 bits"))
    }
    form = .scalar(.integer(number))
  }

  func encode<Value: Encodable>(_ value: Value) throws {
    if let text = value as? String { return encode(text) }
    type = Value.self
    try value.encode(to: self)
  }
}

/// The members of an object.
private struct MemberContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: ValueEncoder

  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) {}
  func encode(_ value: Bool, forKey key: Key) { encoder.member(key.stringValue).encode(value) }
  func encode(_ value: String, forKey key: Key) { encoder.member(key.stringValue).encode(value) }
  func encode(_ value: Double, forKey key: Key) { encoder.member(key.stringValue).encode(value) }
  func encode(_ value: Float, forKey key: Key) { encoder.member(key.stringValue).encode(value) }
  func encode(_ value: Int, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: Int8, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: Int16, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: Int32, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: Int64, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: UInt, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: UInt8, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: UInt16, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: UInt32, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: UInt64, forKey key: Key) throws { try encoder.member(key.stringValue).encode(value) }
  func encode(_ value: some Encodable, forKey key: Key) throws {
    try encoder.member(key.stringValue).encode(value)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    -> KeyedEncodingContainer<Nested>
  { encoder.member(key.stringValue, isCase: true).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.member(key.stringValue).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder.member("super") }
  func superEncoder(forKey key: Key) -> any Encoder { encoder.member(key.stringValue) }
}

/// The items of a list.
private struct ItemContainer: UnkeyedEncodingContainer {
  let encoder: ValueEncoder

  var codingPath: [any CodingKey] { [] }
  var count: Int { encoder.items.count }

  func encodeNil() { encoder.item().encodeNil() }
  func encode(_ value: Bool) { encoder.item().encode(value) }
  func encode(_ value: String) { encoder.item().encode(value) }
  func encode(_ value: Double) { encoder.item().encode(value) }
  func encode(_ value: Float) { encoder.item().encode(value) }
  func encode(_ value: Int) throws { try encoder.item().encode(value) }
  func encode(_ value: Int8) throws { try encoder.item().encode(value) }
  func encode(_ value: Int16) throws { try encoder.item().encode(value) }
  func encode(_ value: Int32) throws { try encoder.item().encode(value) }
  func encode(_ value: Int64) throws { try encoder.item().encode(value) }
  func encode(_ value: UInt) throws { try encoder.item().encode(value) }
  func encode(_ value: UInt8) throws { try encoder.item().encode(value) }
  func encode(_ value: UInt16) throws { try encoder.item().encode(value) }
  func encode(_ value: UInt32) throws { try encoder.item().encode(value) }
  func encode(_ value: UInt64) throws { try encoder.item().encode(value) }
  func encode(_ value: some Encodable) throws { try encoder.item().encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder.item().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.item().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder.item() }
}

private protocol KeyedValues {}
extension Dictionary: KeyedValues {}

extension JSONValue {
  fileprivate var saysNothing: Bool {
    switch self {
    case .null, .bool(false): true
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }
}
