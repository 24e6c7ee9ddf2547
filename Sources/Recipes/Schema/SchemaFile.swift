public import Diagnostics
public import YAML

/// A kind of YAML file with known keys, beside recipes and site files: what reads it, its JSON Schema, and its table of keys.
public struct SchemaFile: Sendable {
  /// Of its JSON Schema in `schemas/`, without the ending.
  public let name: String
  public let title: String
  let record: MappingShape

  public init(_ name: String, title: String, _ record: MappingShape) {
    self.name = name
    self.title = title
    self.record = record
  }

  /// The entries of a file that fits, in the order written.
  ///
  /// - Parameter path: as the user would type it.
  /// - Throws: everything that is wrong with it, an empty file among that.
  public func entries(of path: String) throws(Diagnostics) -> [Node.Entry] {
    guard let node = try RecipeReading.document(path) else {
      throw RecipeReading.fault(path, "the file is empty")
    }
    return try entries(of: node)
  }

  /// The same of a text that was read.
  public func entries(of node: Node) throws(Diagnostics) -> [Node.Entry] {
    var validator = Validator()
    validator.check(document: node, record)
    let missing = record.fields.filter(\.isRequired).filter { field in
      guard case .mapping(let entries) = node.content else { return false }
      return !entries.contains { $0.key == field.name }
    }
    let faults =
      validator.diagnostics + Self.tags(in: node)
      + missing.map { Diagnostic("'\($0.name)' is missing", at: node.location) }
    if let found = Diagnostics(faults) { throw found }
    guard case .mapping(let entries) = node.content else { return [] }
    return entries
  }

  /// What only means something where files inherit from one another.
  private static func tags(in node: Node) -> [Diagnostic] {
    let own =
      node.tag.map { [Diagnostic("tag '\(Tag.written($0))' does not belong here", at: node.location)] } ?? []
    switch node.content {
    case .scalar: return own
    case .sequence(let items): return own + items.flatMap(tags)
    case .mapping(let entries): return own + entries.flatMap { tags(in: $0.value) }
    }
  }

  /// The JSON Schema (draft 2020-12), for editors.
  public var jsonSchema: String { JSONSchema.document(name, title: title, record, further: []) }

  /// The keys as a Markdown table, for the documentation.
  public var keyTable: String { KeyTable.markdown(record) }
}
