/// Software that no package brought: what was put into an image by hand, by pip, npm or gem, or as a program.
public struct ContentsComponent: Hashable, Sendable, Codable {
  /// What tells of it.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A program or library in the Executable and Linkable Format.
    case elf
    /// A module that a Go program was built from, as its build information says.
    case go
    case python, ruby, npm, java
  }

  public var kind: Kind
  /// As its ecosystem calls it, such as `@scope/name` or `org.example:artifact`.
  public var name: String
  /// nil where nothing tells.
  public var version: String?
  /// As an SPDX expression, where it says one.
  public var license: String?
  /// The file that tells of it.
  public var path: String
  /// SHA-256 of that file, hexadecimal.
  public var digest: String?
  /// What else is known of an ELF file, by name: `build-id`, `soname`; of a Go module: `go` and `sum`.
  public var properties: [String: String]

  public init(
    _ kind: Kind, _ name: String, version: String? = nil, license: String? = nil, path: String = "",
    digest: String? = nil, properties: [String: String] = [:]
  ) {
    self.kind = kind
    self.name = name
    self.version = version
    self.license = license
    self.path = path
    self.digest = digest
    self.properties = properties
  }

  /// How they are listed.
  static func precedes(_ one: ContentsComponent, _ other: ContentsComponent) -> Bool {
    (one.path, one.kind.rawValue, one.name, one.version ?? "")
      < (other.path, other.kind.rawValue, other.name, other.version ?? "")
  }
}
