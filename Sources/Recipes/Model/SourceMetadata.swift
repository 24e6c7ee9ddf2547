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
