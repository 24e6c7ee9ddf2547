internal import Files

/// Why installer media could not be had.
public enum MediaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The server answered with an HTTP status of 400 or more.
  case status(url: String, status: Int)
  /// The transfer failed below HTTP; `reason` is libcurl's own text.
  case transfer(url: String, reason: String)
  /// The bytes are not those that were asked for. Digests are SHA-256, or SHA-512, in hexadecimal.
  case wrongDigest(what: String, expected: String, actual: String)
  /// More bytes than were allowed; `limit` in bytes.
  case tooLarge(url: String, limit: Int64)
  /// The disk has not the room for a file of `needed` bytes, or for more of one whose size is not known.
  case noRoom(path: String, needed: Int64, free: Int64, minimum: Int64)
  /// The server says that more bytes will come than the disk has room for, and nobody else has said so.
  case announcedTooMuch(url: String, bytes: Int64, free: Int64)
  /// A file of this host could not be read or written; `reason` is the system's own text, `code` its number (errno(3)), where
  /// it is known.
  case file(path: String, reason: String, code: Int32? = nil)
  /// The archive's signature does not hold; `reason` is what gpgv said.
  case badSignature(url: String, reason: String)
  /// The archive's own `Valid-Until` has passed.
  case expired(url: String, validUntil: String)
  /// A file is not in the format it should be in.
  case malformed(what: String, reason: String)
  /// The signed index has no such file or package.
  case absent(what: String, from: String)
  /// The file is not here, and no connection may be opened.
  case offline(url: String)
  /// An archive's signed state names a file that no address serves, though they answer; what each answered.
  case inconsistent(archive: String, what: String, attempts: [MediaError])
  /// A signed state from before one that was verified earlier. Dates are RFC 3339.
  case older(url: String, date: String, known: String)
  /// A signed state from after now.
  case future(url: String, date: String)
  /// No address served what was wanted; empty when there was none to ask.
  case everywhere([MediaError])
  /// Components of the installer that cannot be had, some of which the archive never heard of.
  case missingComponents([MissingComponent])
  /// A component that the archive's index names and that no mirror has.
  case component(MissingComponent)
  /// A verified state of an archive that might have stood in for another one, and must not.
  case notStandingIn(url: String, reason: String)

  public var description: String {
    switch self {
    case .status(let url, let status): "\(url): HTTP status \(status)"
    case .transfer(let url, let reason): "\(url): \(reason)"
    case .wrongDigest(let what, let expected, let actual):
      "\(what): \(expected.utf8.count == 128 ? "SHA-512" : "SHA-256") is \(actual), expected \(expected)"
    case .tooLarge(let url, let limit): "\(url): larger than \(limit) bytes"
    case .noRoom(let path, let needed, let free, let minimum):
      "\(path): \(free) bytes are free, and \(minimum) must stay so (--min-free): "
        + (needed > 0 ? "no room for \(needed) bytes more" : "no room for more")
    case .announcedTooMuch(let url, let bytes, let free):
      "\(url): announces \(bytes) bytes, for which there is no room: \(free) bytes are free"
    case .file(let path, let reason, _): "\(path): \(reason)"
    case .badSignature(let url, let reason): "\(url): signature not accepted: \(reason)"
    case .expired(let url, let validUntil):
      "\(url): the archive's index expired on \(validUntil); use a mirror that is up to date"
    case .malformed(let what, let reason): "\(what): \(reason)"
    case .absent(let what, let from): "\(from) has no \(what)"
    case .offline(let url): "\(url): not in the store, and offline nothing is downloaded"
    case .inconsistent(let archive, let what, let attempts):
      "\(archive): the mirror is between two states: \(what) cannot be had:"
        + attempts.map { "\n  \($0)" }.joined()
    case .older(let url, let date, let known):
      "\(url): is of \(date), older than that of \(known) which was verified before; use a mirror that is up to date"
    case .future(let url, let date):
      "\(url): is of \(date), more than a day ahead of this host's clock; check the clock, then the mirror"
    case .everywhere(let failures) where failures.isEmpty: "no address to download from"
    case .everywhere(let failures):
      "none of \(failures.count) addresses served it:" + failures.map { "\n  \($0)" }.joined()
    case .missingComponents(let components):
      "the installer cannot be completed from this mirror:"
        + components.map { "\n  \($0)" }.joined()
    case .component(let component): "\(component)"
    case .notStandingIn(let url, let reason): "\(url): \(reason)"
    }
  }
}

/// A component that an install needs and that cannot be had.
public struct MissingComponent: Hashable, Sendable, CustomStringConvertible {
  /// Its name, or the virtual name that nothing provides.
  public var name: String
  /// What depends on it, nearest first; empty for one that was asked for by name.
  public var neededBy: [String]
  /// What was tried and how it ended.
  public var tried: [String]
  /// Whether the archive never heard of it, as of a name that is written wrong.
  public var isUnknown: Bool

  public init(name: String, neededBy: [String], tried: [String], isUnknown: Bool = false) {
    self.name = name
    self.neededBy = neededBy
    self.tried = tried
    self.isUnknown = isUnknown
  }

  public var description: String {
    let reason = neededBy.isEmpty ? "asked for" : "needed by " + neededBy.joined(separator: ", for ")
    return "\(name) (\(reason)): \(tried.joined(separator: "; "))"
  }
}

/// Tells of a file's error as of one of this path's.
func filing<Value>(_ path: String, _ work: () throws(FileError) -> Value) throws(MediaError) -> Value {
  do { return try work() } catch { throw .file(path: path, reason: error.reason, code: error.code) }
}

/// What the system says about the call that just failed, as an error for this path.
func systemError(_ path: String) -> MediaError {
  let error = FileError.system("", path)
  return .file(path: path, reason: error.reason, code: error.code)
}
