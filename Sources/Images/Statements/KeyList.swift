public import Digests
public import Foundation
import JSON

/// The keys that sign, each with the time for which it does: a document that these keys sign themselves.
///
/// A key is replaced by adding another and letting both be valid for a while; both sign then, so that whoever knows one of them
/// accepts the image, and the list that names the other.
public struct KeyList: Hashable, Sendable, Codable {
  public static let payloadType = "application/vnd.kiln.keys+json"
  public static let currentFormat = 1

  public var format = currentFormat
  /// Raised with each change, so that an older list can be told from a newer one.
  public var version: Int
  /// In whole seconds, as all times here.
  public var issued: Date
  /// The first ever made comes first; none is ever taken out.
  public var keys: [Entry]

  public struct Entry: Hashable, Sendable, Codable {
    /// As securesystemslib computes it.
    public var id: String
    public var scheme: SignatureScheme
    /// The public key in PEM.
    public var pem: String
    /// What people call it.
    public var name: String
    public var from: Date
    /// When it is no longer valid; nil: it stays so.
    public var until: Date?
    public var revoked: Revocation?

    private enum CodingKeys: String, CodingKey {
      case scheme, name, from, until, revoked
      case id = "keyid"
      case pem = "public"
    }

    public init(_ key: PublicKey, name: String, from: Date, until: Date? = nil) {
      (id, scheme, pem) = (key.id, key.scheme, key.pem)
      self.name = name
      self.from = from.inWholeSeconds
      self.until = until?.inWholeSeconds
    }

    /// Whether it is to be believed.
    public func standing(at time: Date) -> KeyStanding {
      if let revoked { return .revoked(revoked) }
      if let until, time >= until { return .expired(until) }
      return time < from ? .early(from) : .valid
    }
  }

  /// That a key is not to be believed any more, whatever it signed and whenever.
  public struct Revocation: Hashable, Sendable, Codable {
    public var when: Date
    public var reason: String

    public init(when: Date, reason: String) {
      self.when = when.inWholeSeconds
      self.reason = reason
    }
  }

  public init(version: Int = 0, issued: Date = .distantPast, keys: [Entry] = []) {
    self.version = version
    self.issued = issued.inWholeSeconds
    self.keys = keys
  }

  /// The next version of it.
  public func changed(at time: Date, _ change: (inout [Entry]) -> Void) -> KeyList {
    var next = self
    next.version += 1
    next.issued = time.inWholeSeconds
    change(&next.keys)
    return next
  }

  public subscript(id: String) -> Entry? { keys.first { $0.id == id } }

  /// Not signed yet.
  public func envelope() throws -> Envelope {
    Envelope(payloadType: Self.payloadType, payload: Array(try compactJSON(self)))
  }

  /// Reads what an envelope holds; who signed it is another question.
  ///
  /// - Throws: of kind `type` or `malformed`.
  public init(in envelope: Envelope) throws(StatementFault) {
    guard envelope.payloadType == Self.payloadType else {
      throw StatementFault(
        .type, "holds '\(envelope.payloadType.visible)', not a list of keys (\(Self.payloadType))")
    }
    let list: KeyList
    do {
      list = try decodeJSON(KeyList.self, from: envelope.payload)
    } catch {
      throw StatementFault(.malformed, "holds no list of keys that this version of Kiln reads: \(error)")
    }
    guard list.format == Self.currentFormat, !list.keys.isEmpty,
      Set(list.keys.map(\.id)).count == list.keys.count
    else {
      throw StatementFault(
        .malformed, "holds a list of keys of another format, an empty one, or one with a key twice")
    }
    for entry in list.keys {
      guard let key = try? PublicKey(pem: Array(entry.pem.utf8), from: entry.name), key.id == entry.id else {
        throw StatementFault(
          .malformed, "lists the key '\(entry.name.visible)' under an id that is not its own")
      }
    }
    self = list
  }
}

/// Whether a key is to be believed at some time.
public enum KeyStanding: Hashable, Sendable {
  case valid
  case early(Date)
  case expired(Date)
  case revoked(KeyList.Revocation)

  /// Why it is not; nil where it is.
  func fault(of key: String) -> StatementFault? {
    switch self {
    case .valid: return nil
    case .early(let from):
      return StatementFault(.early, "is signed by \(key), which is valid from \(from.ISO8601Format()) on")
    case .expired(let until):
      return StatementFault(.expired, "is signed by \(key), which expired on \(until.ISO8601Format())")
    case .revoked(let revocation):
      let since = "was revoked on \(revocation.when.ISO8601Format()): \(revocation.reason.visible)"
      return StatementFault(.revoked, "is signed by \(key), which \(since)")
    }
  }
}
