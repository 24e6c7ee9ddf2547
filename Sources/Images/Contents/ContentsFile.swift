/// What is at one path of an image.
public struct ContentsFile: Hashable, Sendable, Codable {
  /// As find(1) tells them apart; sockets are of no use in an image, and are left out.
  public enum Kind: String, Hashable, Sendable, Codable {
    case file, folder, link
    case namedPipe = "named-pipe"
    case device
  }

  public var kind: Kind
  /// Permission bits, with set-user-id, set-group-id and sticky.
  public var mode: UInt16
  public var user: Int64
  public var group: Int64
  /// Bytes of a file's content; 0 for anything else.
  public var size: UInt64
  /// Seconds since 1970.
  public var modified: Int64
  /// Of the second; nil for none.
  public var nanoseconds: Int?
  /// SHA-256 of a file's content, hexadecimal.
  public var digest: String?
  /// Of a link, as it is written; of a device, `MAJOR:MINOR`.
  public var target: String?
  /// The first, in order of names, of the names that one file has; nil for that name itself, and for a file with one name.
  public var sameAs: String?
  /// Extended attributes, each value in hexadecimal: capabilities (`security.capability`), labels, access control lists.
  public var attributes: [String: String]?

  public init(
    kind: Kind, mode: UInt16, user: Int64 = 0, group: Int64 = 0, size: UInt64 = 0, modified: Int64 = 0,
    nanoseconds: Int? = nil, digest: String? = nil, target: String? = nil, sameAs: String? = nil,
    attributes: [String: String]? = nil
  ) {
    self.kind = kind
    self.mode = mode
    self.user = user
    self.group = group
    self.size = size
    self.modified = modified
    self.nanoseconds = nanoseconds
    self.digest = digest
    self.target = target
    self.sameAs = sameAs
    self.attributes = attributes
  }

  /// Whether whoever starts it gets rights that are not its own: set-user-id, set-group-id or capabilities.
  public var givesRights: Bool {
    kind == .file && (mode & 0o6000 != 0 || attributes?["security.capability"] != nil)
  }

  /// Whether everybody may read it.
  public var isPublic: Bool { mode & 0o004 != 0 }
}
