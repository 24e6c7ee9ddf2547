import Recipes

/// A file that media are made of: where it may be had, and what shows that it is the right one.
public struct CheckedFile: Hashable, Sendable {
  /// An absolute path, or `http` and `https` URLs that are tried in turn.
  public var addresses: [String]
  public var check: Check
  /// Bytes; nil where it is not known beforehand.
  public var size: Int64?

  /// What its bytes are held against.
  public enum Check: Hashable, Sendable {
    /// In hexadecimal.
    case sha256(String)
    /// The same.
    case sha512(String)
    case list(SignedList)
  }

  public init(addresses: [String], check: Check, size: Int64? = nil) {
    self.addresses = addresses
    self.check = check
    self.size = size
  }

  /// The last part of its first address.
  public var name: String { addresses.first?.split(separator: "/").last.map(String.init) ?? "" }

  /// Its path, when it is a file of this host.
  public var localPath: String? { addresses.first.flatMap { $0.hasPrefix("/") ? $0 : nil } }
}

/// A distribution's list of digests, such as `SHA256SUMS`, `SHA512SUMS` or `CHECKSUM`, and what its signature is checked with.
public struct SignedList: Hashable, Sendable {
  /// URLs that are tried in turn.
  public var addresses: [String]
  /// Those of the detached signature, one for each address; empty when the list is signed in itself (the cleartext
  /// signature of RFC 9580, section 7).
  public var signatures: [String]
  /// The path of the public keys on this host, binary or armored.
  public var keyring: String

  public init(addresses: [String], signatures: [String] = [], keyring: String) {
    self.addresses = addresses
    self.signatures = signatures
    self.keyring = keyring
  }
}

/// What a file's bytes must add up to, in lower-case hexadecimal.
public enum FileDigest: Hashable, Sendable {
  case sha256(String)
  case sha512(String)

  /// Tells the two apart by their length; nil for anything else.
  init?(_ text: String) {
    let text = text.lowercased()
    if text.isSHA256 {
      self = .sha256(text)
    } else if text.isHexadecimal(digits: 128) {
      self = .sha512(text)
    } else {
      return nil
    }
  }

  /// The digits alone.
  public var text: String {
    switch self {
    case .sha256(let text), .sha512(let text): text
    }
  }
}

extension CheckedFile {
  public init(_ file: Installer.MediaFile) {
    self.init(addresses: file.addresses, check: Check(file.check), size: file.size)
  }
}

extension CheckedFile.Check {
  fileprivate init(_ check: Installer.MediaFile.Check) {
    switch check {
    case .sha256(let digest): self = .sha256(digest)
    case .sha512(let digest): self = .sha512(digest)
    case .checksums(let list):
      self = .list(
        SignedList(addresses: list.addresses, signatures: list.signatures, keyring: list.keyring))
    }
  }
}

extension Installer {
  /// The files that are given one by one; none for an archive, whose index says what there is.
  public var files: [CheckedFile] {
    switch (self, program?.media.files) {
    case (_, .direct(let media)?): [CheckedFile(media.kernel), CheckedFile(media.initrd)]
    case (_, .iso(let media)?): [CheckedFile(media.iso)]
    case (.image(let image), _): [CheckedFile(image.file)]
    case (.program, _), (.bootstrap, _): []
    }
  }
}
