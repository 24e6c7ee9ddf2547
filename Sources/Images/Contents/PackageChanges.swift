/// Which packages came, went and changed, by name.
public struct PackageChanges: Hashable, Sendable, Codable {
  public var added: [String]
  public var removed: [String]
  public var changed: [Version]

  /// A package that has another version.
  public struct Version: Hashable, Sendable, Codable {
    public var name: String
    public var from: String
    public var to: String

    public init(name: String, from: String, to: String) {
      self.name = name
      self.from = from
      self.to = to
    }
  }

  public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

  /// - Parameters:
  ///   - old: version by name.
  ///   - new: likewise.
  public init(from old: [String: String], to new: [String: String]) {
    added = new.keys.filter { old[$0] == nil }.sorted()
    removed = old.keys.filter { new[$0] == nil }.sorted()
    changed = new.keys.sorted().compactMap { name in
      guard let before = old[name], let after = new[name], before != after else { return nil }
      return Version(name: name, from: before, to: after)
    }
  }
}
