/// Why an archive could not be read, written or extracted.
public enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  /// libarchive refused; `reason` is its own text, `code` the system's number for it (errno(3)), where there is one.
  case library(archive: String, reason: String, code: Int32? = nil)
  /// The archive holds something that is never extracted.
  case refused(archive: String, entry: String, reason: String)
  /// The archive holds more than was allowed.
  case tooLarge(archive: String, limit: String)
  /// A Debian package without a part that every one has.
  case incomplete(archive: String, missing: String)

  public var description: String {
    switch self {
    case .library(let archive, let reason, _): "\(archive): \(reason)"
    case .refused(let archive, let entry, let reason): "\(archive): refused entry '\(entry)': \(reason)"
    case .tooLarge(let archive, let limit): "\(archive): holds more than \(limit)"
    case .incomplete(let archive, let missing): "\(archive): not a Debian package: no \(missing)"
    }
  }
}
