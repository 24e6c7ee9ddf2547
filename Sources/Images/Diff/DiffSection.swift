/// A section of what differs between two images: one file each, named in ``ImageDiff/sections``.
public protocol DiffSection: Sendable {
  /// What `--only` takes and JSON has.
  static var name: String { get }
  /// Above it in a text or on a page.
  static var title: String { get }
  /// Whether a difference in it is one of the systems; else it tells where a difference is from, or sums up others.
  static var isOfSystem: Bool { get }

  static func compare(_ pair: DiffPair) -> Comparison
}

extension DiffSection {
  public static var isOfSystem: Bool { true }

  /// What a section finds.
  public typealias Comparison = DiffSectionResult.Comparison
}

/// What one section found.
public struct DiffSectionResult: Hashable, Sendable, Codable {
  /// What a section finds.
  public struct Comparison: Hashable, Sendable {
    public var changes: [Change]
    /// What could not be compared, and why.
    public var remarks: [String]

    public init(_ changes: [Change] = [], remarks: [String] = []) {
      self.changes = changes
      self.remarks = remarks
    }
  }

  public var name: String
  public var title: String
  public var changes: [Change]
  public var remarks: [String]
}
