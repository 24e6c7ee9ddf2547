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

extension Source {
  /// What a file or folder has beside its bytes and permission bits, as far as a copy keeps it.
  public struct Metadata: Hashable, Sendable, Codable {
    /// Extended attributes (xattr(7)) by name: `security.capability` and `user.…`.
    public var extendedAttributes: [String: [UInt8]]
    /// Whether parts of the file are holes, which take no room (lseek(2)).
    public var hasHoles: Bool
    /// The path of an entry before this one that is another name of the same file.
    public var hardLink: String?
    /// Names of extended attributes that a copy does not keep, sorted: access lists and what belongs to the host.
    public var lost: [String]

    public static let none = Metadata()

    public init(
      extendedAttributes: [String: [UInt8]] = [:], hasHoles: Bool = false, hardLink: String? = nil,
      lost: [String] = []
    ) {
      self.extendedAttributes = extendedAttributes
      self.hasHoles = hasHoles
      self.hardLink = hardLink
      self.lost = lost
    }
  }
}
