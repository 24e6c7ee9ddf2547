/// By what statements of images are signed, and where that is kept; the keys themselves are in no order.
public struct SigningSettings: Hashable, Sendable, Codable {
  /// Where this user's own keys are, which sign where no others are named.
  public var folder: String
  /// Paths of private keys in PEM.
  public var keys: [String]
  /// Signs what it reads from its standard input and writes the signature to its standard output; nil for none.
  public var command: Command?
  /// Stands for who builds, in statements; nil for Kiln's own.
  public var builder: String?
  /// The OpenPGP key that signs `SHA256SUMS`, as gpg(1) takes it; nil where none does.
  public var openPGP: String?

  /// A program for a key that is in no file, such as one on a token.
  public struct Command: Hashable, Sendable, Codable {
    /// For sh(1).
    public var line: String
    /// The path of its public key in PEM.
    public var publicKey: String

    public init(line: String, publicKey: String) {
      self.line = line
      self.publicKey = publicKey
    }
  }

  public init(
    folder: String, keys: [String] = [], command: Command? = nil, builder: String? = nil,
    openPGP: String? = nil
  ) {
    self.folder = folder
    self.keys = keys
    self.command = command
    self.builder = builder
    self.openPGP = openPGP
  }

  /// Whether the user's own keys sign.
  public var isByOwnKeys: Bool { keys.isEmpty && command == nil }
}
