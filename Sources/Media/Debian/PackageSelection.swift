/// Which packages of an index are wanted: those of these names, and all that were built from these sources.
///
/// It looks at each of some 70,000 stanzas, so it decides on two fields and reads the rest only of what it takes.
struct PackageSelection: Sendable {
  /// A source package in one version.
  struct Source: Hashable, Sendable {
    var name: String
    var version: String
  }

  var names: Set<String> = []
  var sources: Set<Source> = []

  /// - Parameter index: the index's name, for messages.
  /// - Returns: the package when it is wanted.
  func package(_ stanza: Stanza, index: String) throws -> Package? {
    guard let name = stanza.text(of: "Package") else {
      throw MediaError.malformed(what: index, reason: "a stanza without Package")
    }
    guard names.contains(name) || mayBeBuilt(stanza, name: name) else { return nil }
    let package = try Package(stanza, index: index)
    let source = Source(name: package.source, version: package.sourceVersion)
    return names.contains(name) || sources.contains(source) ? package : nil
  }

  private func mayBeBuilt(_ stanza: Stanza, name: String) -> Bool {
    guard !sources.isEmpty else { return false }
    let source = stanza.text(of: "Source")?.prefix { $0 != " " } ?? name[...]
    return sources.contains { $0.name == source }
  }
}
