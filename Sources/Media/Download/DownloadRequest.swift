/// What to download, and what to hold it against.
public struct DownloadRequest: Hashable, Sendable {
  /// An `http` or `https` URL, already percent-encoded where it must be.
  public var url: String
  /// The SHA-256 that the bytes must have, in hexadecimal. Only a download with one is resumed.
  public var sha256: String?
  /// The SHA-512 that they must have, in hexadecimal.
  public var sha512: String?
  /// The most bytes to take.
  public var sizeLimit: Int64?
  /// What the server said about the copy that is there already; the answer may then be "not modified".
  public var validators: Validators?

  /// Whether it is known beforehand what the bytes must be.
  var isPinned: Bool { sha256 != nil || sha512 != nil }

  public init(
    url: String, sha256: String? = nil, sha512: String? = nil, sizeLimit: Int64? = nil,
    validators: Validators? = nil
  ) {
    self.url = url
    self.sha256 = sha256?.lowercased()
    self.sha512 = sha512?.lowercased()
    self.sizeLimit = sizeLimit
    self.validators = validators
  }
}

/// What identifies one version of a document to its server (RFC 9110, section 8.8).
public struct Validators: Hashable, Sendable, Codable {
  public var etag: String?
  public var lastModified: String?

  public init(etag: String? = nil, lastModified: String? = nil) {
    self.etag = etag
    self.lastModified = lastModified
  }

  var requestHeaders: [String] {
    [etag.map { "If-None-Match: \($0)" }, lastModified.map { "If-Modified-Since: \($0)" }].compactMap(\.self)
  }
}

/// How a download ended.
public enum DownloadResult: Hashable, Sendable {
  /// The file is in its place, whole.
  case downloaded(Downloaded)
  /// The server says that the copy which the validators name is current; nothing was written.
  case notModified

  /// What a finished download is.
  public struct Downloaded: Hashable, Sendable {
    /// Of the whole file, in hexadecimal.
    public var sha256: String
    /// Of the whole file, in bytes.
    public var size: Int64
    public var validators: Validators
  }
}
