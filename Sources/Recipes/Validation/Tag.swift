/// The tags that steer merging.
enum Tag {
  /// Before a list or mapping: drops what was inherited.
  static let replace = "!replace"
  /// Before an item, or instead of a value: takes it out of what was inherited.
  static let remove = "!remove"

  /// A tag as it was written; libyaml spells out `!!str`.
  static func written(_ tag: String) -> String {
    let standard = "tag:yaml.org,2002:"
    return tag.hasPrefix(standard) ? "!!\(tag.dropFirst(standard.count))" : tag
  }
}
