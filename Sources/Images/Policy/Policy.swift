public import Diagnostics
public import Recipes
import Text
import YAML

/// What a site asks of an image before it takes it in: a file of rules, each a key.
///
/// A rule that is not written asks for nothing.
public struct Policy: Hashable, Sendable {
  /// As the user typed its path.
  public let file: String
  /// What people call it; the file's path where it does not say.
  public let title: String
  /// In the order in which verdicts are told: that of ``rules``.
  private let written: [String: PolicyValue]
  private let acceptsUnknown: Set<String>

  /// Every kind of rule.
  static let rules: [any PolicyRule.Type] = [
    SystemRule.self, FormatRule.self, HardwareRule.self, RootLoginRule.self, PasswordAuthenticationRule.self,
    PasswordRule.self, AuthorizedKeyRule.self, MachineIdentityRule.self, PrivilegedFileRule.self,
    ListeningPortRule.self, PackageRule.self, LicenceRule.self, AgeRule.self, SecurityUpdateRule.self,
    VulnerabilityRule.self, NoResidueRule.self, TestRule.self, SBOMRule.self, SignerRule.self,
    ProvenanceRule.self,
  ]

  /// What a policy's file may say.
  public static let schema = SchemaFile(
    "policy", title: "Kiln admission policy",
    MappingShape(
      [
        Field(
          "title", .text(Form("a line of text", "^[^\n]+$", example: "Grid site")),
          "What people call the policy."
        ),
        Field(
          "accept_unknown", .list(of: .choice(rules.map { $0.name })),
          "Rules that let an image in although nothing that can be believed tells whether it keeps them."),
      ] + rules.map { $0.field }))

  /// Reads a policy.
  ///
  /// - Parameter path: as the user typed it.
  /// - Throws: everything that is wrong with it.
  public init(path: String) throws(Diagnostics) {
    try self.init(try Self.schema.entries(of: path), file: path)
  }

  init(_ entries: [Node.Entry], file: String) throws(Diagnostics) {
    let values = Dictionary(
      entries.map { ($0.key, PolicyValue($0.value, at: $0.keyLocation)) },
      uniquingKeysWith: { first, _ in first })
    written = values.filter { name, _ in Self.rules.contains { $0.name == name } }
    guard !written.isEmpty else {
      throw Diagnostics(
        Diagnostic(
          "the policy has no rule, and would let every image in", at: Location(file: file, line: 1, column: 1)
        ))
    }
    self.file = file
    title = values["title"]?.text ?? file
    acceptsUnknown = Set(values["accept_unknown"]?.texts ?? [])
    let idle = (values["accept_unknown"]?.items ?? []).filter { written[$0.text] == nil }
    if let found = Diagnostics(
      idle.map { Diagnostic("there is no rule '\($0.text)' in this policy to accept", at: $0.place) })
    {
      throw found
    }
  }

  /// Holds an image against every rule that is written.
  public func verdicts(on facts: ImageFacts) -> [Verdict] {
    Self.rules.compactMap { rule in
      guard let value = written[rule.name] else { return nil }
      let judgement = rule.judge(facts, by: value)
      return Verdict(
        rule: rule.name, outcome: judgement.outcome, isAccepted: acceptsUnknown.contains(rule.name),
        // Names of others are among it, whatever a rule made of them.
        evidence: judgement.evidence.map { shownName($0, longest: 1000) },
        place: judgement.place ?? value.place)
    }
  }
}
