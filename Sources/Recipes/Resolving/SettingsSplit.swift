/// What a step does with a setting of `install` that a derived recipe makes.
public enum SettingEffect: Sendable {
  /// Its items come to those that are there.
  case adds
  /// It takes the place of what is there.
  case replaces
  /// Its items come to those that are there, and no installer makes them: the root's, too, are a step's.
  case addsAfterwards
}

/// `install`, parted into what the root is installed with and what steps of derived recipes' layers set in it.
///
/// A setting that some kind of step can make is its own recipe's: an installation takes minutes, a step seconds, and
/// recipes that differ only in such settings share their root. What no step can undo is the root's: an item that a derived
/// recipe takes out, or a list that it empties.
struct SettingsSplit {
  /// What the installer is told.
  private(set) var root: Value
  /// For each link of the chain, the root's among them, what steps of its layer set.
  private(set) var derived: [Value]

  /// - Parameters:
  ///   - states: `install` as each link of the chain leaves it, root first, standards filled in; the last as it counts.
  ///   - effects: the keys that steps can set.
  ///   - keepsItsOwn: whether a root for which nobody sets a value has one that Kiln does not know, as an image has.
  init(_ states: [Value], _ effects: [String: SettingEffect], keepsItsOwn: Bool) {
    let last = states.last ?? .nothing
    root = last
    derived = states.map { _ in .nothing }
    for (key, effect) in effects.sorted(by: { $0.key < $1.key }) {
      switch effect {
      case .adds: add(key, last.list(key), keeps: 0..<1)
      case .replaces: replace(key, states.map { $0[key] }, keepsItsOwn)
      case .addsAfterwards: add(key, last.list(key), keeps: 0..<0)
      }
    }
  }

  /// - Parameter links: those whose items are the root's.
  private mutating func add(_ key: String, _ items: [Value], keeps links: Range<Int>) {
    guard let list = root[key] else { return }
    root = root.setting(key, to: list.holding(items.filter { links.contains($0.link) }))
    for link in derived.indices where !links.contains(link) {
      let own = items.filter { $0.link == link }
      guard let first = own.first else { continue }
      derived[link] = derived[link].setting(
        key, to: Value(content: .list(own), origin: first.origin, link: link))
    }
  }

  private mutating func replace(_ key: String, _ values: [Value?], _ keepsItsOwn: Bool) {
    let steps = zip(values, values.dropFirst()).enumerated().filter { _, pair in
      pair.0?.canonical != pair.1?.canonical
        || keepsItsOwn && pair.0?.origin == .standard && pair.1?.origin != .standard
    }
    guard steps.allSatisfy({ $0.element.1?.isEmpty == false }) else { return }
    root = root.setting(key, to: values[0])
    for (index, pair) in steps {
      derived[index + 1] = derived[index + 1].setting(key, to: pair.1)
    }
  }
}

extension Value {
  /// Nothing in it.
  fileprivate var isEmpty: Bool {
    switch content {
    case .text(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .map(let members): members.keys.isEmpty
    }
  }

  /// With another value for a member, or without it.
  fileprivate func setting(_ key: String, to value: Value?) -> Value {
    var members = members ?? Members()
    if let value { members.set(key, value) } else { members.remove([key]) }
    let origin = origin == .standard ? value?.origin ?? origin : origin
    return Value(content: .map(members), origin: origin, link: link)
  }

  /// The list with other items; nil for none.
  fileprivate func holding(_ items: [Value]) -> Value? {
    items.isEmpty ? nil : Value(content: .list(items), origin: origin, link: link)
  }
}

extension Value {
  /// The keys in which it differs from another, and who says so; of a list, the first item that is new.
  func differences(from other: Value?, _ key: String) -> [Sourced<String>] {
    guard canonical != other?.canonical else { return [] }
    guard let members else {
      let before = Set(other?.items.map(\.canonical) ?? [])
      let new = items.first { !before.contains($0.canonical) }
      return [Sourced(key, from: (new ?? self).origin)]
    }
    return members.keys.flatMap { name in
      members[name]?.differences(from: other?[name], "\(key).\(name)") ?? []
    }
      + (other?.members?.keys ?? []).filter { members[$0] == nil }.map {
        Sourced("\(key).\($0)", from: .standard)
      }
  }
}
