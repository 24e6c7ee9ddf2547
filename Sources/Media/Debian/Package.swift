import Families

/// What an archive's index says about one package, as far as it matters here.
public struct Package: Hashable, Sendable {
  public var name: String
  public var version: String
  /// The source package that it was built from, and that one's version.
  public var source: String
  public var sourceVersion: String
  /// The place in the archive, from the mirror's base URL.
  public var filename: String
  /// Bytes.
  public var size: Int64
  public var sha256: String
  /// The kernel that its modules are for; nil for what has none.
  public var kernelVersion: String?
  public var priority: String
  var depends: [Relation]
  var provides: [String]
  /// The fields that the installer's own package database keeps, in its order.
  var statusFields: [StatusField]

  struct StatusField: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// - Parameter index: the index's name, for messages.
  /// - Throws: `MediaError.malformed` when a field that must be there is not, or is nonsense.
  init(_ stanza: Stanza, index: String) throws(MediaError) {
    if let fault = stanza.fault { throw .malformed(what: index, reason: fault) }
    func required(_ field: StaticString) throws(MediaError) -> String {
      guard let value = stanza.text(of: field), !value.isEmpty else {
        let name = stanza.text(of: "Package") ?? "?"
        throw .malformed(what: index, reason: "package \(name) has no \(field)")
      }
      return value
    }
    name = try required("Package")
    version = try required("Version")
    filename = try required("Filename")
    sha256 = try required("SHA256").lowercased()
    guard let size = Int64(try required("Size")), size >= 0, sha256.isSHA256, filename.isInside else {
      throw .malformed(what: index, reason: "package \(name) has a bad Size, SHA256 or Filename")
    }
    self.size = size
    (source, sourceVersion) = Self.source(stanza.text(of: "Source"), name: name, version: version)
    kernelVersion = stanza.text(of: "Kernel-Version")
    priority = stanza.text(of: "Priority") ?? "optional"
    depends = Relation.list(stanza.text(of: "Depends"))
    provides = Relation.provided(stanza.text(of: "Provides"))
    statusFields = Self.statusFields(stanza)
  }

  /// `Source: e2fsprogs (1.47.2-3)`; without it a package is its own source, without the version it has that one's.
  private static func source(_ field: String?, name: String, version: String) -> (String, String) {
    guard let field else { return (name, DebianVersion(version).source) }
    let words = field.split(separator: " ")
    let named = words.dropFirst().first.map { $0.filter { $0 != "(" && $0 != ")" } }
    return (String(words.first ?? ""), named ?? DebianVersion(version).source)
  }

  private static func statusFields(_ stanza: Stanza) -> [StatusField] {
    let fields: [(String, StaticString)] = [
      ("Provides", "Provides"), ("Depends", "Depends"), ("Conflicts", "Conflicts"),
      ("Description", "Description"), ("Installer-Menu-Item", "Installer-Menu-Item"),
    ]
    return fields.compactMap { name, field in
      guard let lines = stanza.text(of: field)?.split(separator: "\n"), let first = lines.first else {
        return nil
      }
      // A description's further lines are its long form; a relation's are the rest of the list.
      let value =
        name == "Description" ? String(first) : lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
      return StatusField(name: name, value: value)
    }
  }
}

extension String {
  /// Whether it is a SHA-256 in lower-case hexadecimal.
  var isSHA256: Bool { isHexadecimal(digits: 64) }

  /// Whether it is so many digits of lower-case hexadecimal.
  func isHexadecimal(digits: Int) -> Bool {
    utf8.count == digits && utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
  }

  /// Whether it is a relative path that stays below where it starts.
  var isInside: Bool {
    !isEmpty && !hasPrefix("/") && !split(separator: "/").contains("..")
  }
}

/// One item of `Depends`: names of which one is enough, as `a | b (>= 1) [amd64]` (deb-control(5)).
///
/// Versions are left out: the installer's own component loader does not look at them either, and one suite's index
/// is consistent.
struct Relation: Hashable, Sendable {
  var alternatives: [String]

  /// The items of a `Depends` field.
  static func list(_ field: String?) -> [Relation] {
    Dependency.list(field).map { Relation(alternatives: $0.map(\.name)) }
  }

  /// The names of a `Provides` field.
  static func provided(_ field: String?) -> [String] { list(field).flatMap(\.alternatives) }
}

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
