/// Reading a merged value as the type that the schema gives it.
///
/// What validation has found wrong reads as a harmless stand-in: it is never seen, for there is no appliance then.
extension Value {
  func sourced(_ key: String) -> Sourced<String>? {
    guard let value = self[key], let text = value.text else { return nil }
    return Sourced(text, from: value.origin)
  }

  /// Empty where there is none.
  public func string(_ key: String) -> String { self[key]?.text ?? "" }

  func integer(_ key: String) -> Int { Int(string(key)) ?? 0 }

  func flag(_ key: String) -> Bool { string(key) == "true" }

  /// Bytes.
  func size(_ key: String) -> UInt64 { ByteSize.bytes(string(key)) ?? 0 }

  /// The items of a list; none where there is none.
  public func list(_ key: String) -> [Value] { self[key]?.items ?? [] }

  /// The texts of a list.
  public func strings(_ key: String) -> [String] { list(key).compactMap(\.text) }

  /// The texts of a list, and who wrote each.
  public func sourcedStrings(_ key: String) -> [Sourced<String>] {
    list(key).compactMap { item in item.text.map { Sourced($0, from: item.origin) } }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, else other: Choice) -> Choice {
    Choice(rawValue: string(key)) ?? other
  }

  /// The members of a mapping whose values are text.
  public func dictionary(_ key: String) -> [String: String] {
    guard let members = self[key]?.members else { return [:] }
    return members.keys.reduce(into: [:]) { $0[$1] = members[$1]?.text }
  }
}
