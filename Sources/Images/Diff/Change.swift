import Text

/// One thing that differs between two images, in a form that every section has, so that each can be printed in every way.
public struct Change: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    case added, removed, changed
  }

  public var kind: Kind
  /// What it is, such as a package's name or a file's path.
  public var subject: String
  /// What it was; nil for what is new.
  public var before: String?
  /// What it is now; nil for what is gone.
  public var after: String?
  /// What is to be known besides, a line each.
  public var notes: [String]
  /// What was written about it in its changelog, a line each.
  public var changelog: [String]
  /// The difference of a text, in the unified format of diff(1), without its head.
  public var patch: [String]
  /// By how many bytes it grew.
  public var growth: Int64?
  /// The package that it follows from.
  public var package: String?

  public init(
    _ kind: Kind, _ subject: String, before: String? = nil, after: String? = nil, notes: [String] = [],
    changelog: [String] = [], patch: [String] = [], growth: Int64? = nil, package: String? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.before = before
    self.after = after
    self.notes = notes
    self.changelog = changelog
    self.patch = patch
    self.growth = growth
    self.package = package
  }
}

extension Change {
  /// The same with names of others as a line of a report may have them; an image may be anybody's.
  var printable: Change {
    var change = self
    func shown(_ text: String) -> String { shownName(text, longest: 4096) }
    change.subject = shown(subject)
    change.before = before.map(shown)
    change.after = after.map(shown)
    change.notes = notes.map(shown)
    return change
  }

  /// A change for each name whose value differs, sorted by name.
  static func all<Value: Equatable>(
    from before: [String: Value], to after: [String: Value], text: (Value) -> String
  ) -> [Change] {
    Set(before.keys).union(after.keys).sorted().compactMap { name in
      switch (before[name], after[name]) {
      case (nil, let new?): Change(.added, name, after: text(new))
      case (let old?, nil): Change(.removed, name, before: text(old))
      case (let old?, let new?) where old != new:
        Change(.changed, name, before: text(old), after: text(new))
      default: nil
      }
    }
  }
}
