/// Kiln's own values for what nobody set.
enum Standards {
  /// Adds what the schema has a standard for; a mapping that holds one is added with it.
  static func fill(_ value: Value, _ record: MappingShape) -> Value {
    guard var members = value.members else { return value }
    for field in record.fields {
      let present = members[field.name]
      if case .record(let inner) = field.shape, inner.hasStandards {
        let outer = present ?? Value(content: .map(Members()), origin: .standard)
        members.set(field.name, fill(outer, inner))
      } else if let standard = field.standard, present == nil {
        members.set(field.name, Value(content: .text(standard), origin: .standard))
      }
    }
    return Value(content: .map(members), origin: value.origin, link: value.link)
  }
}

extension MappingShape {
  fileprivate var hasStandards: Bool {
    fields.contains { field in
      if case .record(let inner) = field.shape { inner.hasStandards } else { field.standard != nil }
    }
  }
}
