/// What is wrong with an image's files, or with what was signed of them; one kind for each thing that a person does differently.
public struct StatementFault: Error, Hashable, Sendable, CustomStringConvertible {
  public var kind: Kind
  /// The name of the file that is wrong; nil where that is no file's fault.
  public var file: String?
  /// Follows the file's name.
  public var message: String

  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A file is not there that a statement names.
    case missing
    /// A file is there, by its name one of the image's, that no statement names.
    case extra
    /// A file's bytes are not those that were signed.
    case digest
    /// A file has fewer or more bytes than were signed.
    case size
    /// A file cannot be read, or says nothing: no JSON, a key twice, no envelope.
    case malformed
    /// An envelope holds something else than its name and its reader promise.
    case type
    /// A signature that is said to be a trusted key's is not, or is of other bytes.
    case signature
    /// No trusted key has signed.
    case unsigned
    /// Fewer trusted keys have signed than must.
    case threshold
    case expired
    case revoked
    /// Signed by a key that is not valid yet.
    case early
    /// A sound statement, of another image.
    case subject
    /// The descriptor, or a document, says something else than what was signed.
    case contradiction
    /// A step of the chain does not stand on the one before it, or is not the one that was signed.
    case chain
    /// An image, or a list of keys, is older than one that was seen here before.
    case older
  }

  public init(_ kind: Kind, _ file: String?, _ message: String) {
    self.kind = kind
    self.file = file
    self.message = message
  }

  /// Of no file, or of one that whoever reads it knows.
  public init(_ kind: Kind, _ message: String) { self.init(kind, nil, message) }

  public var description: String { file.map { "\($0.visible): \(message)" } ?? message }

  /// The same, of a file.
  public func of(_ file: String) -> StatementFault { StatementFault(kind, self.file ?? file, message) }
}
