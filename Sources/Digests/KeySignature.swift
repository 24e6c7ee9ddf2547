private import CCrypto

/// Signs bytes with a private key, as `openssl dgst -sign` does: RSA's signatures are those of PKCS #1 v1.5.
///
/// - Parameters:
///   - digest: `SHA1` or `SHA256`.
///   - key: the path of a PEM file with a private key and no passphrase.
///   - certificate: PEM; the first certificate in it must be the key's.
/// - Returns: the signature in lower-case hexadecimal.
/// - Throws: ``SignatureError``, `DigestError`.
public func signature(of bytes: [UInt8], digest: String, key: String, certificate: [UInt8]) throws -> String {
  let privateKey = try Key(file: key)
  guard try Key.isCertificate(certificate, of: privateKey) else {
    throw SignatureError(path: key, fault: "is not the key of its certificate")
  }
  guard let context = EVP_MD_CTX_new() else { throw libraryError("EVP_MD_CTX_new") }
  defer { EVP_MD_CTX_free(context) }
  guard EVP_DigestSignInit_ex(context, nil, digest, nil, nil, privateKey.handle, nil) == 1 else {
    throw libraryError("start a signature with \(digest)")
  }
  var count = 0
  guard EVP_DigestSign(context, nil, &count, bytes, bytes.count) == 1 else { throw libraryError("sign") }
  var result = [UInt8](repeating: 0, count: count)
  guard EVP_DigestSign(context, &result, &count, bytes, bytes.count) == 1 else { throw libraryError("sign") }
  return hexadecimal(result[..<count])
}

/// Why a key is of no use.
public struct SignatureError: Error, Hashable, CustomStringConvertible {
  public let path: String
  public let fault: String

  public var description: String { "\(path) \(fault)" }
}

/// Owns one `EVP_PKEY`.
private final class Key {
  let handle: OpaquePointer

  init(file path: String) throws {
    guard let file = BIO_new_file(path, "r") else {
      ERR_clear_error()
      throw SignatureError(path: path, fault: "cannot be read")
    }
    defer { BIO_free(file) }
    // Without a function that knows no passphrase, the library would ask the terminal for one.
    guard let handle = PEM_read_bio_PrivateKey(file, nil, { _, _, _, _ in -1 }, nil) else {
      ERR_clear_error()
      throw SignatureError(path: path, fault: "is no private key in PEM, or has a passphrase")
    }
    self.handle = handle
  }

  deinit { EVP_PKEY_free(handle) }

  static func isCertificate(_ bytes: [UInt8], of key: Key) throws -> Bool {
    let certificate = bytes.withUnsafeBytes { bytes -> OpaquePointer? in
      // Reads from where the bytes are.
      guard let memory = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
      defer { BIO_free(memory) }
      return PEM_read_bio_X509(memory, nil, { _, _, _, _ in -1 }, nil)
    }
    guard let certificate else {
      ERR_clear_error()
      throw SignatureError(path: "the certificate", fault: "is none in PEM")
    }
    defer { X509_free(certificate) }
    let isSame = X509_check_private_key(certificate, key.handle) == 1
    ERR_clear_error()
    return isSame
  }
}
