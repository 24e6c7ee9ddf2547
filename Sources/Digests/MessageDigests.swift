/// The SHA-256 (FIPS 180-4) of a file's content, in lower-case hexadecimal.
///
/// The file is read a piece at a time; the call blocks while it reads.
/// - Throws: `DigestError.unreadable` when the file cannot be read.
public func sha256(file path: String) throws(DigestError) -> String {
  try digest(.sha256, file: path)
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
public func sha256(_ bytes: [UInt8]) -> String {
  let stream = SHA256Stream()
  stream.update(bytes)
  return stream.finish()
}

/// The SHA-256 of a text's UTF-8, in lower-case hexadecimal.
public func sha256(_ text: String) -> String {
  sha256([UInt8](text.utf8))
}

/// A SHA-256 (FIPS 180-4) over bytes that arrive a piece at a time. Not for use from two threads at once.
public final class SHA256Stream {
  private let context: DigestContext

  /// SHA-256 is part of every libcrypto; one without it is a broken system, and ends the program.
  public init() {
    context = certain { () throws(DigestError) in try DigestContext(.sha256) }
  }

  public func update(_ bytes: UnsafeRawBufferPointer) {
    certain { () throws(DigestError) in try context.update(bytes) }
  }

  public func update(_ bytes: [UInt8]) {
    certain { () throws(DigestError) in try context.update(bytes) }
  }

  /// The digest in lower-case hexadecimal. Call it once, last.
  public func finish() -> String {
    certain { () throws(DigestError) in try context.finish() }
  }
}

/// A SHA-512 (FIPS 180-4) over bytes that arrive a piece at a time. Not for use from two threads at once.
public final class SHA512Stream {
  private let context: DigestContext

  public init() {
    context = certain { () throws(DigestError) in try DigestContext(.sha512) }
  }

  public func update(_ bytes: UnsafeRawBufferPointer) {
    certain { () throws(DigestError) in try context.update(bytes) }
  }

  /// The digest in lower-case hexadecimal. Call it once, last.
  public func finish() -> String {
    certain { () throws(DigestError) in try context.finish() }
  }
}

/// The SHA-512 of a file's content, in lower-case hexadecimal; blocks while it reads.
/// - Throws: `DigestError.unreadable` when the file cannot be read.
public func sha512(file path: String) throws(DigestError) -> String {
  try digest(.sha512, file: path)
}

/// For what can fail only when memory is gone or libcrypto is broken.
private func certain<Value>(_ body: () throws(DigestError) -> Value) -> Value {
  do { return try body() } catch { fatalError("\(error)") }
}

/// The SHA-1 (FIPS 180-4) of a file's content, in lower-case hexadecimal; for formats whose readers check no other.
///
/// Proves nothing against a deliberate change: check SHA-256 for that.
/// - Throws: `DigestError`, also when libcrypto's policy forbids SHA-1.
public func sha1(file path: String) throws(DigestError) -> String {
  try digest(.sha1, file: path)
}

/// The SHA-1 of bytes, in lower-case hexadecimal; see ``sha1(file:)``.
public func sha1(_ bytes: [UInt8]) throws(DigestError) -> String {
  let context = try DigestContext(.sha1)
  try context.update(bytes)
  return try context.finish()
}

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
