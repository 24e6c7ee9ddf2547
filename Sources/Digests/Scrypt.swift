private import CCrypto

/// A 32-byte scrypt digest of a secret, in lower-case hexadecimal.
///
/// RFC 7914 with N = 2^14, r = 8, p = 1: about 50 ms and 16 MiB for each guess.
/// - Throws: `DigestError.library` when libcrypto refuses.
public func scrypt(secret: [UInt8], salt: [UInt8]) throws(DigestError) -> String {
  var key = [UInt8](repeating: 0, count: 32)
  // libcrypto takes a null secret for "check the parameters only": an empty array must not become one.
  let terminated = secret + [0]
  let status = terminated.withUnsafeBytes { bytes in
    EVP_PBE_scrypt(
      bytes.bindMemory(to: CChar.self).baseAddress, secret.count, salt, salt.count,
      1 << 14, 8, 1, 0, &key, key.count)
  }
  guard status == 1 else { throw libraryError("scrypt") }
  return hexadecimal(key)
}
