import YAML

/// A merged value that remembers who wrote it.
public struct Value: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    case text(String)
    case list([Value])
    case map(Members)
  }

  let content: Content
  /// Who wrote it; of a list or mapping, who wrote to it first.
  public let origin: Origin
  /// Who had written it before, latest first; of scalars only.
  var overridden: [Origin] = []
  /// Which link of the chain wrote it, root first from 0.
  var link = 0

  /// nil for a list or mapping.
  public var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  /// Empty for what is no list.
  public var items: [Value] {
    if case .list(let items) = content { items } else { [] }
  }

  var members: Members? {
    if case .map(let members) = content { members } else { nil }
  }

  /// A member of a mapping.
  public subscript(key: String) -> Value? { members?[key] }

  /// The value without its origins, for telling whether two are the same.
  var canonical: Canonical {
    switch content {
    case .text(let text): .text(text)
    case .list(let items): .list(items.map(\.canonical))
    case .map(let members): .map(members.canonical)
    }
  }

  /// Its text or its size tell most apart.
  public func hash(into hasher: inout Hasher) {
    switch content {
    case .text(let text): hasher.combine(text)
    case .list(let items): hasher.combine(items.count)
    case .map(let members): hasher.combine(members.keys)
    }
  }

  indirect enum Canonical: Hashable {
    case text(String)
    case list([Canonical])
    case map([String: Canonical])
  }
}

/// The members of a merged mapping, in the order in which they first appeared.
struct Members: Hashable, Sendable {
  private(set) var keys: [String] = []
  private var values: [String: Value] = [:]

  subscript(key: String) -> Value? { values[key] }

  var canonical: [String: Value.Canonical] { values.mapValues(\.canonical) }

  mutating func set(_ key: String, _ value: Value) {
    if values.updateValue(value, forKey: key) == nil { keys.append(key) }
  }

  mutating func remove(_ removed: Set<String>) {
    guard !removed.isEmpty else { return }
    for key in removed { values[key] = nil }
    keys.removeAll { removed.contains($0) }
  }
}

extension Value {
  /// With another text for a member.
  func setting(_ key: String, to text: String) -> Value {
    guard var members, let old = members[key] else { return self }
    members.set(
      key, Value(content: .text(text), origin: old.origin, overridden: old.overridden, link: old.link))
    return Value(content: .map(members), origin: origin, overridden: overridden, link: link)
  }

  /// The same with every place in words of whoever reads it elsewhere.
  func moved(_ place: (Origin) -> Origin) -> Value {
    let content: Content =
      switch self.content {
      case .text: self.content
      case .list(let items): .list(items.map { $0.moved(place) })
      case .map(let members): .map(members.moved(place))
      }
    return Value(content: content, origin: place(origin), overridden: overridden.map(place), link: link)
  }
}

extension Members {
  fileprivate func moved(_ place: (Origin) -> Origin) -> Members {
    keys.reduce(into: Members()) { moved, key in
      if let value = self[key] { moved.set(key, value.moved(place)) }
    }
  }
}

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
