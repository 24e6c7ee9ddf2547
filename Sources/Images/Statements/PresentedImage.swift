/// An image as it is found: its files by their names, of which nothing is believed yet.
public struct PresentedImage: Sendable {
  /// `NAME-VERSION`, which the names of its files begin with.
  public var stem: String
  /// Bytes of each file that by its name is one of the image's.
  public var sizes: [String: UInt64]
  /// Those that are read as a whole: the descriptor, envelopes, and the documents that they are of.
  public var documents: [String: [UInt8]]
  /// What `SHA256SUMS` says of these files.
  public var sums: [String: String]
  /// Names of files that could not be read, and why.
  public var unreadable: [String: String]

  public init(
    stem: String, sizes: [String: UInt64] = [:], documents: [String: [UInt8]] = [:],
    sums: [String: String] = [:],
    unreadable: [String: String] = [:]
  ) {
    self.stem = stem
    self.sizes = sizes
    self.documents = documents
    self.sums = sums
    self.unreadable = unreadable
  }

  /// What the descriptor is called.
  public var descriptor: String { "\(stem).json" }

  /// What the envelope of a statement is called.
  public func envelope(_ kind: StatementKind) -> String { "\(stem).\(kind.ending)" }

  /// What the document is called that a statement is of; nil where there is none.
  public func document(_ kind: StatementKind) -> String? { kind.document.map { "\(stem).\($0)" } }

  /// JUnit's record of the tests.
  var junit: String { "\(stem).\(AttachmentKind.junit.rawValue)" }

  /// Whether a file is read as a whole, by its name.
  public func isDocument(_ name: String) -> Bool {
    name == descriptor || name == junit
      || StatementKind.allCases.contains { name == envelope($0) || name == document($0) }
  }

  /// The stem of the image that a file is of.
  ///
  /// - Parameters:
  ///   - name: of any of its files.
  ///   - names: of all files beside it. One image's stem may begin as another's does: the longest that has a provenance, or a descriptor, is
  ///     the file's.
  /// - Returns: nil where none of them has either.
  public static func stem(of name: String, among names: [String]) -> String? {
    stems(among: names).filter { owns($0, name) }.max { $0.utf8.count < $1.utf8.count }
  }

  /// The files that by their names are an image's: those that begin with its stem, and with no longer one.
  public static func files(of stem: String, among names: [String]) -> [String] {
    let longer = stems(among: names).filter { $0.utf8.count > stem.utf8.count && $0.hasPrefix(stem) }
    return names.filter { name in
      // Kiln's own, while it writes there.
      owns(stem, name) && name != "\(stem).lock" && !longer.contains { owns($0, name) }
    }
  }

  private static func owns(_ stem: String, _ name: String) -> Bool {
    name.hasPrefix("\(stem).") || name.hasPrefix("\(stem)-")
  }

  private static func stems(among names: [String]) -> Set<String> {
    let provenance = ".\(StatementKind.provenance.ending)"
    let envelopes = names.filter { $0.hasSuffix(provenance) }.map { String($0.dropLast(provenance.count)) }
    // A descriptor's name has but one ending, and a document's has two: `web-1.0.0.json`, `web-1.0.0.spdx.json`.
    let documents = Set(
      StatementKind.allCases.flatMap { [$0.ending, $0.document].compactMap(\.self) }.map { ".\($0)" })
    let descriptors = names.filter { name in
      name.hasSuffix(".json") && !documents.contains(where: name.hasSuffix)
    }
    .map { String($0.dropLast(".json".count)) }
    return Set(envelopes + descriptors)
  }
}
