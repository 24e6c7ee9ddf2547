private import CCrypto

/// One of libcrypto's digest implementations, fetched once: a fetch costs more than digesting a small file.
final class Algorithm: @unchecked Sendable {
  // Unchecked: an EVP_MD is immutable after the fetch.
  static let sha256 = Algorithm("SHA256")
  static let sha512 = Algorithm("SHA512")
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
