/// The MD5 (RFC 1321) of a file's content, in lower-case hexadecimal; for archive indexes that list it.
///
/// Proves nothing against a deliberate change: check SHA-256 for that.
/// - Throws: `DigestError`, also when libcrypto's policy forbids MD5.
public func md5(file path: String) throws(DigestError) -> String {
  try digest(.md5, file: path)
}

/// The MD5 of bytes, in lower-case hexadecimal; see ``md5(file:)``.
public func md5(_ bytes: [UInt8]) throws(DigestError) -> String {
  let context = try DigestContext(.md5)
  try context.update(bytes)
  return try context.finish()
}
