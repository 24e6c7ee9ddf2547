/// Every resolved value of one recipe, and where each comes from.
public struct Explanation: Hashable, Sendable {
  /// One value.
  public struct Entry: Hashable, Sendable {
    /// Dotted keys, with the index of a list's item in brackets: `hardware.disks[0].size`.
    public let key: String
    public let value: String
    public let origin: Origin
    /// Who had set it before, latest first.
    public let overridden: [Origin]
  }

  /// In the order of the schema.
  public let entries: [Entry]
}

extension Explanation {
  init(_ appliance: Appliance, _ value: Value, _ schema: RecipeSchema) {
    var entries: [Entry] = []
    Self.add(value, .record(schema.recipe), "", to: &entries)
    if let mirror = appliance.buildMirror {
      entries.append(Entry(key: "build mirror", value: mirror.value, origin: mirror.origin, overridden: []))
    }
    self.entries = entries
  }

  private static func add(_ value: Value, _ shape: Shape, _ key: String, to entries: inout [Entry]) {
    switch (value.content, shape) {
    case (.text(let text), _):
      entries.append(Entry(key: key, value: text, origin: value.origin, overridden: value.overridden))
    case (.list(let items), .list(let shape, _)):
      for (index, item) in items.enumerated() { add(item, shape, "\(key)[\(index)]", to: &entries) }
    case (.map(let members), .record(let record)):
      for field in record.fields {
        guard let member = members[field.name] else { continue }
        add(member, field.shape, key.isEmpty ? field.name : "\(key).\(field.name)", to: &entries)
      }
    case (.map(let members), .dictionary(_, let shape)):
      for name in members.keys.sorted() {
        if let member = members[name] { add(member, shape, "\(key).\(name)", to: &entries) }
      }
    default: break
    }
  }
}
