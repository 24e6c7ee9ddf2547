import YAML

/// A merged value that remembers who wrote it.
public struct Value: Sendable {
  enum Content: Sendable {
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

  indirect enum Canonical: Hashable {
    case text(String)
    case list([Canonical])
    case map([String: Canonical])
  }
}

/// The members of a merged mapping, in the order in which they first appeared.
struct Members: Sendable {
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
