public import Recipes

/// Something in an image that should not be there.
public struct ResidueFinding: Hashable, Sendable {
  public var kind: ResidueKind
  /// nil for what is in no file.
  public var path: String?
  /// The byte where it begins: of the file, or of the disk where there is no path; nil where it is not at one place.
  public var offset: UInt64?
  /// What it is; never what it says.
  public var message: String
  /// Why the recipe lets it stay; nil: it must not.
  public var allowed: String?

  public init(
    kind: ResidueKind, path: String? = nil, offset: UInt64? = nil, message: String, allowed: String? = nil
  ) {
    self.kind = kind
    self.path = path
    self.offset = offset
    self.message = message
    self.allowed = allowed
  }

  /// `/root/key: private key`
  public var summary: String { "\(path ?? "free space"): \(message)" }
}

/// What was found of an image's disks, and of what was looked for: `residue.json`, of the schema `schemas/residue.schema.json`.
public struct ResidueReport: Hashable, Sendable, Codable {
  public var format = 1
  public var image: DescribedImage
  /// Whether nothing was found but what is allowed.
  public var clean: Bool
  /// By path, then by place.
  public var findings: [ResidueFinding]
  /// The kinds that were looked for.
  public var checked: [ResidueKind]

  /// - Parameter allowances: the first that fits a finding gives its reason.
  public init(
    image: DescribedImage, findings: [ResidueFinding], allowances: [ResidueAllowance] = [],
    checked: [ResidueKind]
  ) {
    self.image = image
    self.findings = findings.map { finding in
      var finding = finding
      finding.allowed = allowances.first { $0.covers(finding) }?.reason
      return finding
    }.sorted { $0.place < $1.place }
    self.checked = checked
    clean = self.findings.allSatisfy { $0.allowed != nil }
  }

  /// Those that are not allowed.
  public var faults: [ResidueFinding] { findings.filter { $0.allowed == nil } }

  /// Of some allowances, those that nothing found needs.
  public func unused(_ allowances: [ResidueAllowance]) -> [ResidueAllowance] {
    allowances.filter { allowance in !findings.contains(where: allowance.covers) }
  }
}

extension ResidueAllowance {
  /// Whether it is about this.
  func covers(_ finding: ResidueFinding) -> Bool {
    guard kind == nil || kind == finding.kind else { return false }
    guard let found = finding.path else { return path == Self.freeSpace }
    return PathPattern(path).matches(found)
  }
}

extension ResidueFinding {
  fileprivate var place: (String, UInt64, String) { (path ?? "~", offset ?? 0, message) }
}

extension ResidueFinding: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, path, offset, message, allowed
  }

  /// What is not there is written as null, so that every finding has the same keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(path, forKey: .path)
    try container.encode(offset, forKey: .offset)
    try container.encode(message, forKey: .message)
    try container.encode(allowed, forKey: .allowed)
  }
}
