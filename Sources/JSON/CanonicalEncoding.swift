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

/// A value's own JSON form as canonical text (RFC 8785), without its members that are at their default, so that a member that is new to
/// a type changes nothing of what was encoded before, and without those that its type leaves out.
///
/// Integers that not every reader understands, beyond 2^53, are written as strings of digits (RFC 7493, 2.2), so that no two are alike.
///
/// - Parameter omissions: by type.
/// - Throws: what the value's own encoding throws.
public func canonicalJSON(_ value: some Encodable, omitting omissions: [ObjectIdentifier: Omission]) throws
  -> String
{
  let encoder = CanonicalEncoder(omissions)
  try encoder.encode(value)
  var writer = CanonicalJSON()
  encoder.write(to: &writer)
  return String(decoding: writer.bytes, as: UTF8.self)
}

/// Encodes one value, and those of its members that are no scalars by encoders of their own.
private final class CanonicalEncoder: Encoder, SingleValueEncodingContainer {
  /// What a value has been encoded as.
  enum Node {
    case scalar(JSONValue)
    case encoder(CanonicalEncoder)

    func write(to writer: inout CanonicalJSON) {
      switch self {
      case .scalar(let value): writer.write(value)
      case .encoder(let encoder): encoder.write(to: &writer)
      }
    }
  }

  private enum Form {
    case scalar(JSONValue), object, list
  }

  private let omissions: [ObjectIdentifier: Omission]
  private var omission: Omission?
  private var type: Any.Type = JSONValue.self
  private var form = Form.object
  /// Whether it says something even where it is empty: a case of an enumeration does.
  private var isCase = false
  private var members: [(name: String, node: Node)] = []
  private(set) var items: [Node] = []

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ omissions: [ObjectIdentifier: Omission]) { self.omissions = omissions }

  /// Writes all that has been encoded.
  func write(to writer: inout CanonicalJSON) {
    switch form {
    case .scalar(let value): writer.write(value)
    case .list: writer.write("[", items, "]") { $1.write(to: &$0) }
    case .object: writeMembers(to: &writer)
    }
  }

  private func writeMembers(to writer: inout CanonicalJSON) {
    writer.write("{")
    let start = writer.bytes.count
    for (name, node) in members.sorted(by: { CanonicalJSON.precedes($0.name, $1.name) }) {
      let end = writer.bytes.count
      if end > start { writer.write(",") }
      writer.write(quoted: name)
      writer.write(":")
      let value = writer.bytes.count
      node.write(to: &writer)
      if isDefault(writer.bytes[value...], node, of: name) { writer.cut(to: end) }
    }
    writer.write("}")
  }

  /// What a dictionary has is no member that its type could have at a default; nor is a case of an enumeration.
  private func isDefault(_ text: ArraySlice<UInt8>, _ node: Node, of name: String) -> Bool {
    if case .encoder(let encoder) = node, encoder.isCase { return false }
    let isNothing = text.count <= 5 && Self.nothings.contains { text.elementsEqual($0) }
    if isNothing { return !(type is any KeyedValues.Type) }
    return omission?.defaults[name].map { text.elementsEqual($0.canonical.utf8) } ?? false
  }

  private static let nothings = ["null", "false", "[]", "{}"].map { Array($0.utf8) }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(MemberContainer(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    form = .list
    return ItemContainer(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func leavesOut(_ name: String) -> Bool { omission?.names.contains(name) == true }

  /// Enters a scalar.
  func enter(_ value: JSONValue, as name: String) {
    if !leavesOut(name) { members.append((name, .scalar(value))) }
  }

  /// Enters a member that is to be encoded.
  func member(_ name: String, isCase: Bool = false) -> CanonicalEncoder {
    let member = CanonicalEncoder(omissions)
    member.isCase = isCase
    if !leavesOut(name) { members.append((name, .encoder(member))) }
    return member
  }

  /// Adds a scalar.
  func add(_ value: JSONValue) { items.append(.scalar(value)) }

  /// Adds an item that is to be encoded.
  func item() -> CanonicalEncoder {
    let item = CanonicalEncoder(omissions)
    items.append(.encoder(item))
    return item
  }

  func encodeNil() { form = .scalar(.null) }
  func encode(_ value: Bool) { form = .scalar(.bool(value)) }
  func encode(_ value: String) { form = .scalar(.string(value)) }
  func encode(_ value: Double) { form = .scalar(.number(value)) }
  func encode(_ value: Float) { form = .scalar(.number(Double(value))) }
  func encode(_ value: Int) { encode(integer: value) }
  func encode(_ value: Int8) { encode(integer: value) }
  func encode(_ value: Int16) { encode(integer: value) }
  func encode(_ value: Int32) { encode(integer: value) }
  func encode(_ value: Int64) { encode(integer: value) }
  func encode(_ value: UInt) { encode(integer: value) }
  func encode(_ value: UInt8) { encode(integer: value) }
  func encode(_ value: UInt16) { encode(integer: value) }
  func encode(_ value: UInt32) { encode(integer: value) }
  func encode(_ value: UInt64) { encode(integer: value) }

  private func encode(integer: some BinaryInteger) { form = .scalar(JSONValue(exactly: integer)) }

  func encode<Value: Encodable>(_ value: Value) throws {
    if Value.self == String.self, let text = value as? String { return encode(text) }
    type = Value.self
    omission = omissions[ObjectIdentifier(type)]
    try value.encode(to: self)
  }
}

/// The members of an object.
private struct MemberContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: CanonicalEncoder

  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) {}
  func encode(_ value: Bool, forKey key: Key) { encoder.enter(.bool(value), as: key.stringValue) }
  func encode(_ value: String, forKey key: Key) { encoder.enter(.string(value), as: key.stringValue) }
  func encode(_ value: Double, forKey key: Key) { encoder.enter(.number(value), as: key.stringValue) }
  func encode(_ value: Float, forKey key: Key) { encoder.enter(.number(Double(value)), as: key.stringValue) }
  func encode(_ value: Int, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: Int8, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: Int16, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: Int32, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: Int64, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: UInt, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: UInt8, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: UInt16, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: UInt32, forKey key: Key) { encode(integer: value, key) }
  func encode(_ value: UInt64, forKey key: Key) { encode(integer: value, key) }

  private func encode(integer: some BinaryInteger, _ key: Key) {
    encoder.enter(JSONValue(exactly: integer), as: key.stringValue)
  }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    guard !encoder.leavesOut(key.stringValue) else { return }
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
  let encoder: CanonicalEncoder

  var codingPath: [any CodingKey] { [] }
  var count: Int { encoder.items.count }

  func encodeNil() { encoder.add(.null) }
  func encode(_ value: Bool) { encoder.add(.bool(value)) }
  func encode(_ value: String) { encoder.add(.string(value)) }
  func encode(_ value: Double) { encoder.add(.number(value)) }
  func encode(_ value: Float) { encoder.add(.number(Double(value))) }
  func encode(_ value: Int) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: Int8) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: Int16) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: Int32) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: Int64) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: UInt) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: UInt8) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: UInt16) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: UInt32) { encoder.add(JSONValue(exactly: value)) }
  func encode(_ value: UInt64) { encoder.add(JSONValue(exactly: value)) }
  func encode<Value: Encodable>(_ value: Value) throws {
    // A list encodes its items without regard to what they are.
    if Value.self == String.self, let text = value as? String { return encode(text) }
    try encoder.item().encode(value)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder.item().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.item().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder.item() }
}

private protocol KeyedValues {}
extension Dictionary: KeyedValues {}

extension JSONValue {
  fileprivate init(exactly integer: some BinaryInteger) {
    let isExact = integer.magnitude <= 1 << 53
    self = isExact ? .integer(Int64(integer)) : .string("\(integer)")
  }
}
