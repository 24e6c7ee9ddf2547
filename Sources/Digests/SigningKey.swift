/// How a key signs. Each is called as securesystemslib calls it, which in-toto and TUF count on.
public enum SignatureScheme: String, Hashable, Sendable, Codable, CaseIterable {
  /// RFC 8032; of the text itself.
  case ed25519
  /// FIPS 186-5 on P-256, of the text's SHA-256; the signature in DER.
  case ecdsaP256 = "ecdsa-sha2-nistp256"

  /// What kind of key it wants, in the same words.
  public var keyType: String {
    switch self {
    case .ed25519: "ed25519"
    case .ecdsaP256: "ecdsa"
    }
  }

  fileprivate var digest: String? { self == .ecdsaP256 ? "SHA256" : nil }

  fileprivate init?(of key: KeyHandle) {
    if key.isA("ED25519") {
      self = .ed25519
    } else if key.isA("EC"), key.group == "prime256v1" {
      self = .ecdsaP256
    } else {
      return nil
    }
  }
}

/// A key that signatures are held against.
public struct PublicKey: Hashable, Sendable {
  public let scheme: SignatureScheme
  /// `SubjectPublicKeyInfo` in PEM; the same text for the same key.
  public let pem: String
  /// What names it, as securesystemslib has it: the SHA-256 of the key's description in its own canonical JSON.
  public let id: String
  private let handle: KeyHandle

  /// - Parameters:
  ///   - pem: a text that may have more in it than the key.
  ///   - path: where it is from, for messages.
  /// - Throws: `SignatureError` for what is none, or of another kind than a ``SignatureScheme`` wants.
  public init(pem: [UInt8], from path: String) throws {
    try self.init(KeyHandle(public: pem, from: path), from: path)
  }

  fileprivate init(_ handle: KeyHandle, from path: String) throws {
    guard let scheme = SignatureScheme(of: handle) else {
      throw SignatureError(path: path, fault: "is neither an Ed25519 key nor one for ECDSA on P-256")
    }
    self.scheme = scheme
    self.handle = handle
    pem = try handle.publicPEM()
    // securesystemslib, signer/_key.py: an Ed25519 key is its bytes, all others are PEM.
    let value = scheme == .ed25519 ? hexadecimal(try handle.rawPublicKey()) : pem
    // The canonical JSON of OLPC, not RFC 8785: line ends stand in a text as they are.
    id = sha256(
      #"{"keytype":"\#(scheme.keyType)","keyval":{"public":"\#(value)"},"scheme":"\#(scheme.rawValue)"}"#)
  }

  /// Whether a signature is this key's, of these very bytes.
  public func accepts(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
    handle.accepts(signature, of: bytes, digest: scheme.digest)
  }

  public static func == (one: Self, other: Self) -> Bool { one.id == other.id }

  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A key that signs.
public struct PrivateKey: Sendable {
  public let publicKey: PublicKey
  private let handle: KeyHandle

  /// Reads the first private key of a PEM file, without a passphrase.
  ///
  /// - Throws: `SignatureError`.
  public init(file path: String) throws {
    try self.init(KeyHandle(file: path), from: path)
  }

  /// Makes a new one.
  public init(making scheme: SignatureScheme) throws {
    let handle =
      switch scheme {
      case .ed25519: try KeyHandle(generating: "ED25519", group: nil)
      case .ecdsaP256: try KeyHandle(generating: "EC", group: "prime256v1")
      }
    try self.init(handle, from: "the new key")
  }

  private init(_ handle: KeyHandle, from path: String) throws {
    self.handle = handle
    publicKey = try PublicKey(handle, from: path)
  }

  /// PKCS #8 in PEM: whoever has this text can sign.
  public func pem() throws -> String { try handle.privatePEM() }

  public func signature(of bytes: [UInt8]) throws -> [UInt8] {
    try handle.signature(of: bytes, digest: publicKey.scheme.digest)
  }
}
