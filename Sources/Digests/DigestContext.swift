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
