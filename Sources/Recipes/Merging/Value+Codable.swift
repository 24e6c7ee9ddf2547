/// One of `text`, `list` and `map`, with `origin`; `map` is a list of `key` and `value`, which keeps their order.
extension Value: Codable {
  private enum Key: String, CodingKey {
    case text, list, map, origin, overridden, link
  }

  private struct Entry: Codable {
    var key: String
    var value: Value
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Key.self)
    if let text = try members.decodeIfPresent(String.self, forKey: .text) {
      content = .text(text)
    } else if let items = try members.decodeIfPresent([Value].self, forKey: .list) {
      content = .list(items)
    } else {
      let entries = try members.decode([Entry].self, forKey: .map)
      content = .map(entries.reduce(into: Members()) { $0.set($1.key, $1.value) })
    }
    origin = try members.decode(Origin.self, forKey: .origin)
    overridden = try members.decodeIfPresent([Origin].self, forKey: .overridden) ?? []
    link = try members.decodeIfPresent(Int.self, forKey: .link) ?? 0
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch content {
    case .text(let text): try container.encode(text, forKey: .text)
    case .list(let items): try container.encode(items, forKey: .list)
    case .map(let members):
      let entries = members.keys.compactMap { key in members[key].map { Entry(key: key, value: $0) } }
      try container.encode(entries, forKey: .map)
    }
    try container.encode(origin, forKey: .origin)
    if !overridden.isEmpty { try container.encode(overridden, forKey: .overridden) }
    if link != 0 { try container.encode(link, forKey: .link) }
  }
}
