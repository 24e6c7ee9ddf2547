/// Whether a site takes an image in, and why.
public struct Admission: Sendable {
  /// What was looked at, such as `disk /srv/in/web.qcow2`.
  public let image: String
  public let policy: Policy
  public let findings: Findings

  public enum Findings: Sendable {
    /// It was opened, and held against every rule.
    case judged([Verdict])
    /// It could not be opened safely; why.
    case refused(String)
  }

  public init(image: String, policy: Policy, findings: Findings) {
    self.image = image
    self.policy = policy
    self.findings = findings
  }

  public var isAdmitted: Bool {
    switch findings {
    case .judged(let verdicts): verdicts.allSatisfy(\.admits)
    case .refused: false
    }
  }

  /// None where it could not be opened.
  public var verdicts: [Verdict] {
    if case .judged(let verdicts) = findings { verdicts } else { [] }
  }

  public var refusal: String? {
    if case .refused(let reason) = findings { reason } else { nil }
  }
}

extension Admission: Encodable {
  private enum Key: CodingKey { case image, policy, admitted, refused, rules }
  private enum PolicyKey: CodingKey { case title, file }
  private enum RuleKey: CodingKey { case rule, outcome, admits, evidence, file, line, column }

  /// `schemas/admit.schema.json` is its schema.
  public func encode(to encoder: any Encoder) throws {
    var report = encoder.container(keyedBy: Key.self)
    try report.encode(image, forKey: .image)
    var policy = report.nestedContainer(keyedBy: PolicyKey.self, forKey: .policy)
    try policy.encode(self.policy.title, forKey: .title)
    try policy.encode(self.policy.file, forKey: .file)
    try report.encode(isAdmitted, forKey: .admitted)
    try report.encodeIfPresent(refusal, forKey: .refused)
    var rules = report.nestedUnkeyedContainer(forKey: .rules)
    for verdict in verdicts {
      var rule = rules.nestedContainer(keyedBy: RuleKey.self)
      try rule.encode(verdict.rule, forKey: .rule)
      try rule.encode(verdict.outcome, forKey: .outcome)
      try rule.encode(verdict.admits, forKey: .admits)
      try rule.encode(verdict.evidence, forKey: .evidence)
      try rule.encode(verdict.place.file, forKey: .file)
      try rule.encode(verdict.place.line, forKey: .line)
      try rule.encode(verdict.place.column, forKey: .column)
    }
  }
}
