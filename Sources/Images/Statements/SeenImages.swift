public import Foundation

/// What was verified before: so that an older image, which is signed as soundly as a newer one, is known as older.
public struct SeenImages: Hashable, Sendable, Codable {
  public static let currentFormat = 1

  public var format = currentFormat
  /// By the image's name.
  public private(set) var images: [String: Image] = [:]
  /// The highest version of each list of keys, by the id of the first key in it.
  public private(set) var lists: [String: Int] = [:]

  public struct Image: Hashable, Sendable, Codable {
    public var version: String
    /// When it was sealed.
    public var built: Date
    /// SHA-256 of its descriptor.
    public var descriptor: String
  }

  public init() {}

  /// Why an image that is sound is not to be used; nil where it may be.
  public func fault(of verification: ImageVerification) -> StatementFault? {
    guard let provenance = verification.provenance, let seen = images[provenance.name],
      Self.isOlder(provenance, than: seen)
    else { return nil }
    if let rollback = verification.rollback, Self.covers(rollback, provenance, seen) { return nil }
    let what =
      provenance.version == seen.version
      ? "\(provenance.name) \(seen.version), built on \(seen.built.ISO8601Format())"
      : "\(provenance.name) \(seen.version)"
    return StatementFault(
      .older,
      "\(provenance.name) \(provenance.version), built on \(provenance.finished.ISO8601Format()), is older than"
        + " \(what), which was verified here before; 'kiln rollback' signs that it is meant")
  }

  /// Notes what was verified.
  public mutating func note(_ verification: ImageVerification) {
    guard let provenance = verification.provenance, let descriptor = verification.descriptor else { return }
    images[provenance.name] = Image(
      version: provenance.version, built: provenance.finished, descriptor: descriptor)
  }

  /// Why a list of keys is not to be used; nil where it may be.
  public func fault(of list: KeyList) -> StatementFault? {
    guard let first = list.keys.first, let seen = lists[first.id], list.version < seen else { return nil }
    return StatementFault(
      .older,
      "is version \(list.version) of the list of keys, and version \(seen) was seen here before: get that one"
    )
  }

  public mutating func note(_ list: KeyList) {
    if let first = list.keys.first { lists[first.id] = max(list.version, lists[first.id] ?? 0) }
  }

  /// By their versions; where these are alike or cannot be compared, by when they were sealed.
  private static func isOlder(_ provenance: BuildProvenance, than seen: Image) -> Bool {
    if provenance.version != seen.version, let one = try? ReleaseVersion(provenance.version),
      let other = try? ReleaseVersion(seen.version), let precedes = one.precedes(other)
    {
      return precedes
    }
    return provenance.finished < seen.built
  }

  /// Whether a rollback speaks of what was seen: one from an earlier version says nothing of a later one.
  private static func covers(_ rollback: Rollback, _ provenance: BuildProvenance, _ seen: Image) -> Bool {
    guard rollback.to == provenance.version else { return false }
    if rollback.from == seen.version { return true }
    guard let from = try? ReleaseVersion(rollback.from), let there = try? ReleaseVersion(seen.version) else {
      return false
    }
    return from.precedes(there) == false
  }
}
