import Diagnostics

/// Finds what is missing from a merged value, or cannot stand together in it.
struct Completeness {
  private(set) var diagnostics: [Diagnostic] = []

  /// Checks everything below the top; what a recipe itself must have is checked when its file is read.
  mutating func check(members of: Value, _ record: MappingShape) {
    guard let members = of.members else { return }
    for field in record.fields where field.shape.isNested {
      if let value = members[field.name] { check(value, field.shape, "'\(field.name)'") }
    }
  }

  private mutating func check(_ value: Value, _ shape: Shape, _ subject: @autoclosure () -> String) {
    switch shape {
    case .record(let record):
      // What nobody wrote is only there to hold standards.
      guard let members = value.members, value.origin != .standard else { return }
      check(members, record, value.origin, subject())
      check(members: value, record)
    case .list(.record(let record), _):
      for item in value.items { check(item, .record(record), "an item of \(subject())") }
    case .dictionary(_, .record(let record)):
      guard let members = value.members else { return }
      for key in members.keys {
        if let member = members[key] { check(member, .record(record), "'\(key)'") }
      }
    default: break
    }
  }

  private mutating func check(
    _ members: Members, _ record: MappingShape, _ origin: Origin, _ subject: @autoclosure () -> String
  ) {
    for field in record.fields where field.isRequired && members[field.name] == nil {
      diagnostics.append(Diagnostic("\(subject()) lacks '\(field.name)'", from: origin))
    }
    let chosen = record.oneOf.filter { members[$0] != nil }
    if chosen.count > 1 {
      let both = chosen.map { "'\($0)'" }.joined(separator: " and ")
      diagnostics.append(Diagnostic("\(subject()) has both \(both); leave one out", from: origin))
    } else if chosen.isEmpty, !record.oneOf.isEmpty {
      let either = record.oneOf.map { "'\($0)'" }.joined(separator: " or ")
      diagnostics.append(Diagnostic("\(subject()) needs \(either)", from: origin))
    }
    for (key, needed) in record.needs.sorted(by: { $0.key < $1.key }) where members[key] != nil {
      for name in needed where members[name] == nil {
        diagnostics.append(Diagnostic("\(subject()) has '\(key)' and so needs '\(name)'", from: origin))
      }
    }
  }
}
