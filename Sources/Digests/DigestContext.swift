private import CCrypto

/// A digest in progress; owns one `EVP_MD_CTX`.
final class DigestContext {
  private let handle: OpaquePointer
  private let algorithm: Algorithm

  init(_ algorithm: Algorithm) throws(DigestError) {
    guard let handle = EVP_MD_CTX_new() else { throw libraryError("EVP_MD_CTX_new") }
    self.handle = handle
    self.algorithm = algorithm
    guard let digest = algorithm.handle, EVP_DigestInit_ex2(handle, digest, nil) == 1 else {
      throw libraryError("start \(algorithm.name)")
    }
  }

  deinit { EVP_MD_CTX_free(handle) }

  func update(_ bytes: UnsafeRawBufferPointer) throws(DigestError) {
    try check(EVP_DigestUpdate(handle, bytes.baseAddress, bytes.count), "update")
  }

  /// - Parameter count: how many of them, from the first; nil is all.
  func update(_ bytes: [UInt8], count: Int? = nil) throws(DigestError) {
    try check(EVP_DigestUpdate(handle, bytes, count ?? bytes.count), "update")
  }

  /// The digest in lower-case hexadecimal. The context cannot be used afterwards.
  func finish() throws(DigestError) -> String {
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    try check(EVP_DigestFinal_ex(handle, &bytes, &count), "finish")
    return hexadecimal(bytes[..<Int(count)])
  }

  private func check(_ status: CInt, _ operation: String) throws(DigestError) {
    guard status == 1 else { throw libraryError("\(operation) \(algorithm.name)") }
  }
}

/// The oldest error in this thread's libcrypto queue, which is then emptied.
func libraryError(_ operation: String) -> DigestError {
  var text = [CChar](repeating: 0, count: 256)
  let code = ERR_get_error()
  ERR_clear_error()
  guard code != 0 else { return .library(operation: operation, reason: "not available") }
  ERR_error_string_n(code, &text, text.count)
  return .library(
    operation: operation,
    reason: String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
}

/// One of libcrypto's digest implementations, fetched once: a fetch costs more than digesting a small file.
final class Algorithm: @unchecked Sendable {
  // Unchecked: an EVP_MD is immutable after the fetch.
  static let sha256 = Algorithm("SHA256")
  static let sha512 = Algorithm("SHA512")
  static let sha1 = Algorithm("SHA1")
  static let md5 = Algorithm("MD5")

  let name: String
  /// The `EVP_MD`; nil when this libcrypto does not offer it, as MD5 in a FIPS set-up.
  let handle: OpaquePointer?

  private init(_ name: String) {
    self.name = name
    handle = EVP_MD_fetch(nil, name, nil)
  }

  deinit { EVP_MD_free(handle) }
}

/// Lower-case hexadecimal, two digits a byte.
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
  String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
    var index = 0
    for byte in bytes {
      buffer[index] = digit(byte >> 4)
      buffer[index + 1] = digit(byte & 15)
      index += 2
    }
    return index
  }
}

private func digit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// Why a digest could not be computed.
public enum DigestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file could not be read; `reason` is the system's own text, `code` its number (errno(3)), where it is known.
  case unreadable(path: String, reason: String, code: Int32? = nil)
  /// libcrypto refused; `reason` is its own text.
  case library(operation: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason, _): "cannot read \(path): \(reason)"
    case .library(let operation, let reason): "libcrypto: \(operation): \(reason)"
    }
  }
}
