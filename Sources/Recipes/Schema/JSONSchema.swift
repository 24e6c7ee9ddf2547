import JSON

extension RecipeSchema {
  /// The JSON Schema (draft 2020-12) of a recipe, for editors.
  public func jsonSchema() -> String {
    // The keys that make a distribution are the ones that a derived recipe may not have.
    let distribution = OrderedJSON.object([
      ("required", .list(Self.distributionNeeds.map(OrderedJSON.text))),
      ("properties", .object([("parent", .boolean(false))])),
    ])
    let derived = OrderedJSON.object([
      ("required", .list([.text("parent")])),
      ("properties", .object(Self.distributionOnly.map { ($0, .boolean(false)) })),
    ])
    return JSONSchema.document(
      "recipe", title: "Kiln recipe", recipe, further: [("oneOf", .list([distribution, derived]))])
  }
}

extension SiteSchema {
  /// The JSON Schema (draft 2020-12) of a site file, for editors.
  public static func jsonSchema() -> String {
    JSONSchema.document("site", title: "Kiln site file", site, further: [])
  }
}

/// Writes records as JSON Schema, <https://json-schema.org/draft/2020-12>.
enum JSONSchema {
  typealias Members = [(key: String, value: OrderedJSON)]

  /// - Parameter name: of its file in `schemas/`, without the ending.
  static func document(_ name: String, title: String, _ record: MappingShape, further: Members) -> String {
    let head: Members = [
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("$id", .text("https://kiln.example/schemas/\(name).schema.json")), ("title", .text(title)),
    ]
    return OrderedJSON.object(head + members(of: record, completely: true) + further).rendered() + "\n"
  }

  private static func members(of record: MappingShape, completely: Bool) -> Members {
    let properties: Members = record.fields.map { field in
      var members: Members = [("description", .text(field.meaning))]
      members += schema(field.shape)
      if let standard = field.standard { members.append(("default", value(standard, field.shape))) }
      return (field.name, .object(members))
    }
    var members: Members = [
      ("type", .text("object")), ("properties", .object(properties)),
      ("additionalProperties", .boolean(false)),
    ]
    let needed = record.fields.filter(\.isRequired).map(\.name)
    if completely, !needed.isEmpty { members.append(required(needed)) }
    if !record.oneOf.isEmpty {
      members.append(("oneOf", .list(record.oneOf.map { .object([required([$0])]) })))
    }
    if !record.needs.isEmpty {
      let needs = record.needs.sorted { $0.key < $1.key }
      members.append(
        ("dependentRequired", .object(needs.map { ($0.key, .list($0.value.map(OrderedJSON.text))) })))
    }
    return members
  }

  private static func schema(_ shape: Shape) -> Members {
    switch shape {
    case .text(let form):
      // As it is written: YAML's own type of it does not count.
      let types = ["string", "number", "boolean"].map(OrderedJSON.text)
      return [("type", .list(types))] + (form.pattern.map { [("pattern", .text($0.source))] } ?? [])
    case .choice(let words): return [("enum", .list(words.map(OrderedJSON.text)))]
    case .integer(let range):
      return [
        ("type", .text("integer")), ("minimum", .integer(range.lowerBound)),
        ("maximum", .integer(range.upperBound)),
      ]
    case .boolean: return [("type", .text("boolean"))]
    case .size: return [("type", .text("string")), ("pattern", .text(ByteSize.pattern.source))]
    case .list(let item, let identity):
      return [("type", .text("array")), ("items", .object(schema(item: item, identity)))]
    case .dictionary(let keys, let value):
      let names: Members =
        keys.pattern.map { [("propertyNames", .object([("pattern", .text($0.source))]))] } ?? []
      return [("type", .text("object"))] + names + [("additionalProperties", .object(schema(value)))]
    case .record(let record): return members(of: record, completely: true)
    }
  }

  /// An item with all it must have; after `!remove`, which JSON Schema cannot see, the identifying key is enough.
  private static func schema(item: Shape, _ identity: [String]) -> Members {
    let needed = item.requiredNames
    guard case .record(let record) = item, let identity = identity.first, !needed.isEmpty else {
      return schema(item)
    }
    let whole = OrderedJSON.object([required(needed)])
    let named = OrderedJSON.object([required([identity]), ("maxProperties", .integer(1))])
    return members(of: record, completely: false) + [("anyOf", .list([whole, named]))]
  }

  private static func required(_ names: [String]) -> (key: String, value: OrderedJSON) {
    ("required", .list(names.map(OrderedJSON.text)))
  }

  private static func value(_ standard: String, _ shape: Shape) -> OrderedJSON {
    switch shape {
    case .integer: Int(standard).map(OrderedJSON.integer) ?? .text(standard)
    case .boolean: Bool(standard).map(OrderedJSON.boolean) ?? .text(standard)
    default: .text(standard)
    }
  }
}

extension Shape {
  fileprivate var requiredNames: [String] {
    if case .record(let record) = self { record.fields.filter(\.isRequired).map(\.name) } else { [] }
  }
}
