private import CCrypto

/// Owns one `EVP_PKEY`.
final class KeyHandle: @unchecked Sendable {
  // Unchecked: the key is set up before it is handed out, and libcrypto's reading operations on it are safe from any thread.
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { EVP_PKEY_free(pointer) }

  /// The first private key of a PEM file.
  convenience init(file path: String) throws(SignatureError) {
    guard let file = BIO_new_file(path, "r") else {
      ERR_clear_error()
      throw SignatureError(path: path, fault: "cannot be read")
    }
    defer { BIO_free(file) }
    // Without a function that knows no passphrase, the library would ask the terminal for one.
    guard let pointer = PEM_read_bio_PrivateKey(file, nil, { _, _, _, _ in -1 }, nil) else {
      ERR_clear_error()
      throw SignatureError(path: path, fault: "is no private key in PEM, or has a passphrase")
    }
    self.init(pointer)
  }

  /// The first public key of a PEM text.
  ///
  /// - Parameter path: where it is from, for messages.
  convenience init(public pem: [UInt8], from path: String) throws(SignatureError) {
    let pointer = pem.withUnsafeBytes { bytes -> OpaquePointer? in
      // Reads from where the bytes are.
      guard let memory = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
      defer { BIO_free(memory) }
      return PEM_read_bio_PUBKEY(memory, nil, { _, _, _, _ in -1 }, nil)
    }
    guard let pointer else {
      ERR_clear_error()
      let isPrivate = String(decoding: pem, as: UTF8.self).contains("PRIVATE KEY-----")
      throw SignatureError(
        path: path,
        fault: isPrivate ? "is a private key: give the public one" : "is no public key in PEM")
    }
    self.init(pointer)
  }

  /// Makes a key.
  ///
  /// - Parameters:
  ///   - algorithm: as libcrypto calls it, such as `ED25519`.
  ///   - group: of an elliptic curve; nil where the algorithm has but one.
  convenience init(generating algorithm: String, group: String?) throws(DigestError) {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, algorithm, nil) else {
      throw libraryError("EVP_PKEY_CTX_new_from_name")
    }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_keygen_init(context) == 1 else { throw libraryError("EVP_PKEY_keygen_init") }
    if let group {
      guard EVP_PKEY_CTX_set_group_name(context, group) == 1 else { throw libraryError("choose \(group)") }
    }
    var pointer: OpaquePointer?
    guard EVP_PKEY_generate(context, &pointer) == 1, let pointer else {
      throw libraryError("generate a key for \(algorithm)")
    }
    self.init(pointer)
  }

  /// Whether it is for an algorithm, by libcrypto's name.
  func isA(_ algorithm: String) -> Bool { EVP_PKEY_is_a(pointer, algorithm) == 1 }

  /// The curve of an elliptic curve's key, by libcrypto's name; nil for none.
  var group: String? {
    var name = [CChar](repeating: 0, count: 80)
    var count = 0
    guard EVP_PKEY_get_group_name(pointer, &name, name.count, &count) == 1 else {
      ERR_clear_error()
      return nil
    }
    return String(decoding: name.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The bytes of a public key that is nothing but bytes (RFC 8032).
  func rawPublicKey() throws(DigestError) -> [UInt8] {
    var count = 0
    guard EVP_PKEY_get_raw_public_key(pointer, nil, &count) == 1 else { throw libraryError("read a key") }
    var bytes = [UInt8](repeating: 0, count: count)
    guard EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1 else { throw libraryError("read a key") }
    return Array(bytes.prefix(count))
  }

  /// `SubjectPublicKeyInfo` (RFC 5280) in PEM: the same text for the same key, however it was written.
  func publicPEM() throws(DigestError) -> String {
    // Points may be written compressed; readers that compare texts know the other form.
    if isA("EC") {
      EVP_PKEY_set_utf8_string_param(pointer, "point-format", "uncompressed")
      ERR_clear_error()
    }
    return try Self.text { PEM_write_bio_PUBKEY($0, pointer) }
  }

  /// PKCS #8 (RFC 5208) in PEM, without a passphrase.
  func privatePEM() throws(DigestError) -> String {
    try Self.text { PEM_write_bio_PrivateKey($0, pointer, nil, nil, 0, nil, nil) }
  }

  private static func text(_ write: (OpaquePointer) -> Int32) throws(DigestError) -> String {
    guard let memory = BIO_new(BIO_s_mem()) else { throw libraryError("BIO_new") }
    defer { BIO_free(memory) }
    guard write(memory) == 1 else { throw libraryError("write a key in PEM") }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = BIO_read(memory, &buffer, Int32(buffer.count))
      guard count > 0 else { return String(decoding: text, as: UTF8.self) }
      text += buffer[..<Int(count)]
    }
  }

  /// - Parameter digest: that is signed in place of the bytes; nil where the algorithm has its own.
  func signature(of bytes: [UInt8], digest: String?) throws(DigestError) -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { throw libraryError("EVP_MD_CTX_new") }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestSignInit_ex(context, nil, digest, nil, nil, pointer, nil) == 1 else {
      throw libraryError("start a signature")
    }
    var count = 0
    guard EVP_DigestSign(context, nil, &count, bytes, bytes.count) == 1 else { throw libraryError("sign") }
    var result = [UInt8](repeating: 0, count: count)
    guard EVP_DigestSign(context, &result, &count, bytes, bytes.count) == 1 else {
      throw libraryError("sign")
    }
    return Array(result[..<count])
  }

  /// Whether a signature is this key's, of these very bytes.
  func accepts(_ signature: [UInt8], of bytes: [UInt8], digest: String?) -> Bool {
    defer { ERR_clear_error() }
    guard let context = EVP_MD_CTX_new() else { return false }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestVerifyInit_ex(context, nil, digest, nil, nil, pointer, nil) == 1 else { return false }
    return EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
  }
}
