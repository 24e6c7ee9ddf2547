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
  let privateKey = try KeyHandle(file: key)
  guard try isCertificate(certificate, of: privateKey) else {
    throw SignatureError(path: key, fault: "is not the key of its certificate")
  }
  return hexadecimal(try privateKey.signature(of: bytes, digest: digest))
}

/// Why a key is of no use.
public struct SignatureError: Error, Hashable, CustomStringConvertible {
  public let path: String
  public let fault: String

  public init(path: String, fault: String) {
    self.path = path
    self.fault = fault
  }

  public var description: String { "\(path) \(fault)" }
}

private func isCertificate(_ bytes: [UInt8], of key: KeyHandle) throws -> Bool {
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
  let isSame = X509_check_private_key(certificate, key.pointer) == 1
  ERR_clear_error()
  return isSame
}
