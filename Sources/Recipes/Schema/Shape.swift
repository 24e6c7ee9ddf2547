/// What may be written in a place of a YAML file.
public indirect enum Shape: Sendable {
  case text(Form)
  case choice([String])
  case integer(ClosedRange<Int>)
  case boolean
  /// Bytes with a binary unit, such as `8GiB`.
  case size
  /// `identity` are the keys by which `!remove` knows an item that is a mapping: the first of them that it has, or all of it.
  case list(of: Shape, identity: [String] = [])
  /// A mapping with keys of the user's choosing.
  case dictionary(keys: Form, of: Shape)
  case record(MappingShape)

  /// Whether there may be anything to complete in it.
  var isNested: Bool {
    switch self {
    case .text, .choice, .integer, .boolean, .size: false
    case .list, .dictionary, .record: true
    }
  }
}

/// A mapping with known keys.
public struct MappingShape: Sendable {
  let fields: [Field]
  /// Exactly one of these keys must be there; empty where there is no such choice.
  let oneOf: [String]
  /// A key that makes others necessary.
  let needs: [String: [String]]
  private let index: [String: Int]

  public init(_ fields: [Field], oneOf: [String] = [], needs: [String: [String]] = [:]) {
    self.fields = fields
    self.oneOf = oneOf
    self.needs = needs
    index = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
  }

  subscript(name: String) -> Field? { index[name].map { fields[$0] } }
}

/// One key of a record.
public struct Field: Sendable {
  public let name: String
  let shape: Shape
  /// A sentence for the documentation and the JSON Schema.
  let meaning: String
  let isRequired: Bool
  /// What holds when nobody sets it.
  let standard: String?

  /// - Parameters:
  ///   - meaning: a sentence for the documentation and the JSON Schema.
  ///   - standard: what holds when nobody sets it.
  public init(
    _ name: String, _ shape: Shape, _ meaning: String, required: Bool = false, standard: String? = nil
  ) {
    self.name = name
    self.shape = shape
    self.meaning = meaning
    self.isRequired = required
    self.standard = standard
  }
}
