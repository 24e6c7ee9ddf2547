extension RecipeSchema {
  /// What a value of `--set` that is being typed may become, a level of keys at a time.
  ///
  /// - Parameter typed: `install.ti`, or `install.users=`.
  /// - Returns: keys that take a value, which end with `=`; keys that others stand below, which end with `.`; behind a `=`, the
  ///   words that the value is one of. Items of lists are no keys here.
  public func settings(completing typed: String) -> [(word: String, meaning: String)] {
    let path = typed.prefix { $0 != "=" }
    var keys = path.split(separator: ".", omittingEmptySubsequences: false)
    let last = keys.removeLast()
    let above = keys.reduce(Shape.record(recipe)) { shape, key in shape?.member(String(key)) }
    let found =
      if path.endIndex < typed.endIndex {
        (above?.member(String(last))?.words ?? []).map { ("\(path)=\($0)", "") }
      } else {
        keysBelow(above, path.dropLast(last.count))
      }
    return found.filter { $0.0.hasPrefix(typed) }
  }

  private func keysBelow(_ shape: Shape?, _ path: Substring) -> [(String, String)] {
    guard case .record(let record) = shape else { return [] }
    return record.fields.compactMap { field in
      guard let ending = field.shape.ending, !path.isEmpty || !Self.fixed.contains(field.name) else {
        return nil
      }
      return ("\(path)\(field.name)\(ending)", field.meaning.replacing("`", with: ""))
    }
  }
}

extension Shape {
  /// What follows a key of this shape in a path; nil for what cannot be set by a path alone.
  fileprivate var ending: String? {
    switch self {
    case .record, .dictionary: "."
    case .list(.record, _), .list(.dictionary, _): nil
    case .text, .choice, .integer, .boolean, .size, .list: "="
    }
  }

  fileprivate var words: [String] {
    switch self {
    case .choice(let words): words
    case .boolean: ["true", "false"]
    default: []
    }
  }
}
