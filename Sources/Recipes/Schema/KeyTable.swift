extension RecipeSchema {
  /// The keys of a recipe as a Markdown table, for the documentation.
  public func keyTable() -> String { KeyTable.markdown(recipe) }
}

extension SiteSchema {
  /// The keys of a site file as a Markdown table, for the documentation.
  public static func keyTable() -> String { KeyTable.markdown(site) }
}

/// Writes a record's keys as a Markdown table.
enum KeyTable {
  static func markdown(_ record: MappingShape) -> String {
    let head = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    return (head + rows(record, below: "")).joined(separator: "\n") + "\n"
  }

  private static func rows(_ record: MappingShape, below prefix: String) -> [String] {
    record.fields.flatMap { field in
      let standard = field.isRequired ? "required" : field.standard.map { "`\($0)`" } ?? ""
      let cells = ["`\(prefix)\(field.name)`", value(field.shape), standard, field.meaning]
      return ["| \(cells.joined(separator: " | ")) |"] + inner(field.shape, below: prefix + field.name)
    }
  }

  private static func inner(_ shape: Shape, below name: String) -> [String] {
    switch shape {
    case .record(let record): rows(record, below: "\(name).")
    case .list(.record(let record), _): rows(record, below: "\(name)[].")
    case .dictionary(_, .record(let record)): rows(record, below: "\(name).NAME.")
    default: []
    }
  }

  private static func value(_ shape: Shape) -> String {
    switch shape {
    case .text(let form): form.pattern == nil ? "text" : "\(form.meaning), such as `\(form.example)`"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .list(let item, _):
      if case .record = item { "list of mappings" } else { "list; each \(value(item))" }
    default: shape.meaning
    }
  }
}
