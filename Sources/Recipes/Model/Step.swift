public import Diagnostics
import YAML

/// A provisioning step: one change to a layer.
public enum Step: Hashable, Sendable, Codable {
  /// Installed with the family's package manager, in one transaction.
  case packages([Sourced<String>])
  case file(FileStep)
  case script(ScriptStep)

  /// Where the recipe asks for it; for a package list, its first item.
  public var location: Location? {
    switch self {
    case .packages(let names):
      if case .recipe(let location) = names.first?.origin { location } else { nil }
    case .file(let step): step.location
    case .script(let step): step.location
    }
  }
}

/// A file, or a folder with all in it, copied into the image.
public struct FileStep: Hashable, Sendable, Codable {
  /// The source as read while the recipe was loaded; a folder's entries are sorted by path.
  public var source: Source
  /// Absolute path in the image.
  public var destination: String
  /// Permission bits; nil takes the source's own.
  public var mode: UInt16?
  /// `user` or `user:group`; nil is `root:root`.
  public var owner: String?
  public var location: Location

  public init(
    source: Source,
    destination: String,
    mode: UInt16? = nil,
    owner: String? = nil,
    location: Location
  ) {
    self.source = source
    self.destination = destination
    self.mode = mode
    self.owner = owner
    self.location = location
  }
}

/// A script run inside the image as root.
public struct ScriptStep: Hashable, Sendable, Codable {
  public var source: Source
  public var arguments: [String]
  public var environment: [String: String]
  /// Names of secrets that the script sees as environment variables of the same names.
  public var secrets: [String]
  public var location: Location

  public init(
    source: Source,
    arguments: [String],
    environment: [String: String],
    secrets: [String],
    location: Location
  ) {
    self.source = source
    self.arguments = arguments
    self.environment = environment
    self.secrets = secrets
    self.location = location
  }
}

/// A file or folder beside a recipe, by content.
public struct Source: Hashable, Sendable, Codable {
  /// The path as written in the recipe.
  public var written: String
  /// The path on this host.
  public var path: String
  public var content: Content
  /// Of the file or folder itself.
  public var metadata: Metadata

  /// What was found there.
  public enum Content: Hashable, Sendable, Codable {
    /// Hexadecimal SHA-256 of the bytes, and the permission bits.
    case file(sha256: String, mode: UInt16)
    /// Every entry below the folder, by relative path, sorted.
    case folder(mode: UInt16, [Entry])
  }

  /// One entry of a folder; a symbolic link holds its target.
  public struct Entry: Hashable, Sendable, Codable {
    public var path: String
    public var kind: Kind
    public var metadata: Metadata

    /// The kinds of entry that can be copied.
    public enum Kind: Hashable, Sendable, Codable {
      case file(sha256: String, mode: UInt16)
      case folder(mode: UInt16)
      case link(target: String)
    }

    public init(path: String, kind: Kind, metadata: Metadata = .none) {
      self.path = path
      self.kind = kind
      self.metadata = metadata
    }
  }

  public init(written: String, path: String, content: Content, metadata: Metadata = .none) {
    self.written = written
    self.path = path
    self.content = content
    self.metadata = metadata
  }
}
