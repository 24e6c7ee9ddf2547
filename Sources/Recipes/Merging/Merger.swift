import Diagnostics
import YAML

/// Lays one file, or one flag, over what is inherited: maps by key, scalars override, lists append;
/// `!replace` drops what was inherited and `!remove` takes an item out.
///
/// Text that does not fit the schema merges too, somehow: the validator has reported it, and the result serves only
/// to find further faults.
struct Merger {
  /// Who writes, for the origins of what is written.
  enum Writer {
    case recipe, site
    case flag(String)

    func origin(_ location: Location) -> Origin {
      switch self {
      case .recipe: .recipe(location)
      case .site: .site(location)
      case .flag(let text): .flag(text)
      }
    }
  }

  let writer: Writer
  /// Which link of the chain writes.
  let link: Int
  private(set) var diagnostics: [Diagnostic] = []

  init(_ writer: Writer, link: Int) {
    self.writer = writer
    self.link = link
  }

  mutating func merge(_ node: Node, over base: Value?, _ shape: Shape?) -> Value {
    merge(node, over: base, shape, key: "")
  }

  private mutating func merge(_ node: Node, over base: Value?, _ shape: Shape?, key: String) -> Value {
    let inherited = node.tag == Tag.replace ? nil : base
    switch node.content {
    case .scalar(let scalar):
      let overridden = base.map { [$0.origin] + $0.overridden } ?? []
      return Value(
        content: .text(scalar.text), origin: writer.origin(node.location), overridden: overridden, link: link)
    case .sequence(let items):
      return Value(
        content: .list(merge(items, over: inherited?.items ?? [], identity: shape?.identity ?? [], key: key)),
        origin: inherited?.origin ?? writer.origin(node.location), link: link)
    case .mapping(let entries):
      return Value(
        content: .map(merge(entries, over: inherited?.members ?? Members(), shape)),
        origin: inherited?.origin ?? writer.origin(node.location), link: link)
    }
  }

  private mutating func merge(_ entries: [Node.Entry], over base: Members, _ shape: Shape?) -> Members {
    var members = base
    var removed: Set<String> = []
    for entry in entries {
      if entry.value.tag == Tag.remove {
        if base[entry.key] == nil {
          report("'!remove': no '\(entry.key)' is inherited", entry.value)
        }
        removed.insert(entry.key)
      } else {
        let value = merge(entry.value, over: base[entry.key], shape?.member(entry.key), key: entry.key)
        members.set(entry.key, value)
      }
    }
    members.remove(removed)
    return members
  }

  private mutating func merge(
    _ items: [Node], over base: [Value], identity: [String], key: String
  ) -> [Value] {
    var added: [Value] = []
    var removals: [(item: Value, node: Node)] = []
    for node in items {
      let item = merge(node, over: nil, nil)
      if node.tag == Tag.remove {
        removals.append((item, node))
      } else {
        added.append(item)
      }
    }
    guard !removals.isEmpty else { return base + added }
    let inherited = base.map { $0.identified(by: identity) }
    let known = Set(inherited)
    for removal in removals where !known.contains(removal.item.identified(by: identity)) {
      report(Self.missing(removal.item, identity, key, among: base), removal.node)
    }
    let dropped = Set(removals.map { $0.item.identified(by: identity) })
    let kept = zip(base, inherited).filter { !dropped.contains($1) }.map(\.0)
    return kept + added
  }

  private static func missing(_ item: Value, _ identity: [String], _ key: String, among base: [Value])
    -> String
  {
    if let text = item.text {
      let hint = didYouMean(text, among: base.compactMap(\.text))
      return "'!remove': '\(key)' inherits no '\(text.shortened)'\(hint)"
    }
    guard let identity = item.first(of: identity), let text = item[identity]?.text else {
      return "'!remove': '\(key)' inherits no item equal to this one"
    }
    let hint = didYouMean(text, among: base.compactMap { $0[identity]?.text })
    return "'!remove': '\(key)' inherits no item with \(identity) '\(text.shortened)'\(hint)"
  }

  mutating func report(_ message: String, _ node: Node) {
    diagnostics.append(Diagnostic(message, from: writer.origin(node.location)))
  }
}

extension Value {
  /// What `!remove` compares: the identifying member where there is one, else everything.
  fileprivate func identified(by keys: [String]) -> Canonical {
    guard let key = first(of: keys), let value = self[key] else { return canonical }
    return .map([key: value.canonical])
  }

  /// The first key of these that it has.
  fileprivate func first(of keys: [String]) -> String? { keys.first { self[$0] != nil } }
}

extension Shape {
  fileprivate var identity: [String] {
    if case .list(_, let identity) = self { identity } else { [] }
  }

  func member(_ key: String) -> Shape? {
    switch self {
    case .record(let record): record[key]?.shape
    case .dictionary(_, let shape): shape
    default: nil
    }
  }
}
