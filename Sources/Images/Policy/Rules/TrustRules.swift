import Recipes
import Text

/// What the residue scan found.
enum NoResidueRule: PolicyRule {
  static let field = Field(
    "residue", .choice(["none"]),
    "`none`: its signed residue scan found no secret, log or trace of its build, but for what its recipe allows with a reason."
  )

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    guard let findings = facts.statements.residue else {
      return facts.statements.missing("what its build left behind")
    }
    return .failed(by: findings, otherwise: "the scan found nothing")
  }
}

/// Tests that the booted image has passed.
enum TestRule: PolicyRule {
  static let field = Field(
    "tests",
    .record(
      MappingShape([
        Field("passed", .boolean, "Whether all of its tests must have passed.", standard: "true"),
        Field(
          "required", .list(of: .text(Form("a test's name", "^[^\n]+$", example: "ssh"))),
          "Tests that must have been run and have passed."),
      ])), "What its signed test results must say.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    guard let tests = facts.statements.tests else {
      return facts.statements.missing("whether its tests passed")
    }
    let failed = tests.outcomes.filter { $0.value == "failed" }.keys.sorted()
    let needsAll = value["passed"].map(\.isTrue) ?? true
    let whole: Judgement =
      tests.passed || !needsAll
      ? .passed("\(tests.outcomes.count) tests")
      : .failed(
        by: failed.isEmpty ? ["its tests did not pass"] : failed.map { "test \($0) failed" }, otherwise: "")
    let required = (value["required"]?.items ?? []).map { item -> Judgement in
      switch tests.outcomes[item.text] {
      case "passed": .passed("test \(item.text) passed").at(item.place)
      case let outcome?: .failed("test \(item.text) \(shownName(outcome))").at(item.place)
      case nil: .failed("test \(item.text) was not run").at(item.place)
      }
    }
    return .all([whole] + required)
  }
}

/// That the signed list of packages is that of the disk.
enum SBOMRule: PolicyRule {
  static let field = Field(
    "sbom", .choice(["matches"]),
    "`matches`: it has a signed SBOM, which names the packages that the image's own database has, in the same versions."
  )

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    guard let claimed = facts.statements.packages else { return facts.statements.missing("what is in it") }
    let contents = facts.disks.contents
    guard !contents.packages.isEmpty else {
      return .unknown("the image has no list of packages that can be read")
    }
    // Kernels and other architectures: a name may be there more than once.
    let found = Dictionary(grouping: contents.packages, by: \.name).mapValues { Set($0.map(\.version)) }
    let missing = found.filter { claimed[$0.key] == nil }.keys.sorted().map {
      "\($0) is installed, and not in the SBOM"
    }
    let absent = claimed.filter { found[$0.key] == nil }.keys.sorted().map {
      "\($0) is in the SBOM, and not installed"
    }
    let others = claimed.compactMap { name, package -> String? in
      guard let versions = found[name], !versions.contains(package.version) else { return nil }
      return
        "\(name) is installed as \(versions.sorted().joined(separator: ", ")), and in the SBOM as \(package.version)"
    }
    return .failed(
      by: missing + absent + others.sorted(), otherwise: "all \(found.count) packages are in the SBOM")
  }
}

/// Who vouches for an image.
enum SignerRule: PolicyRule {
  static let field = Field(
    "signers",
    .record(
      MappingShape([
        Field(
          "keys",
          .list(
            of: .text(
              Form(
                "a key's identifier in lower-case hexadecimal", "^[0-9a-f]{64}$",
                example: String(repeating: "0f", count: 32)))),
          "The identifiers of keys, as 'kiln key list' shows them."),
        Field("least", .integer(1...64), "How many of them must have signed.", standard: "1"),
      ])), "Whose signatures its statements must have.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let allowed = value["keys"].map { Set($0.texts) }
    let signers = facts.statements.signers
    let counted = allowed.map { signers.intersection($0) } ?? signers
    let least = value["least"]?.number ?? 1
    guard counted.count < least else {
      return .passed("signed by \(counted.sorted().map { String($0.prefix(16)) }.joined(separator: ", "))")
    }
    let why = facts.statements.doubts.isEmpty ? "" : ": " + facts.statements.doubts.joined(separator: "; ")
    return .failed(
      shownName("\(counted.count) of the keys have signed, and \(least) must have\(why)", longest: 1000))
  }
}

/// Where an image is from.
enum ProvenanceRule: PolicyRule {
  static let field = Field(
    "provenance",
    .record(
      MappingShape([
        Field(
          "builders", .list(of: .text(.pattern)),
          "Who may have built it, by the builder's identifier; `*` stands for any characters."),
        Field(
          "repositories", .list(of: .text(.pattern)),
          "Where its recipes may be from; `*` stands for any characters, as in `git+https://git.example.org/*`."
        ),
        Field(
          "clean", .boolean, "Whether its recipes must have been as they were committed.", standard: "false"),
      ])), "What its signed provenance must say.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let statements = facts.statements
    return .all(
      [
        value["builders"].map { allowed -> Judgement in
          guard let builder = statements.builder else {
            return statements.missing("who built it").at(allowed.place)
          }
          let isAllowed = allowed.patterns.contains { $0.matches(builder) }
          return Judgement(
            outcome: isAllowed ? .passed : .failed, evidence: ["built by \(shownName(builder))"],
            place: allowed.place)
        },
        value["repositories"].map { allowed -> Judgement in
          guard let repositories = statements.repositories else {
            return statements.missing("where its recipes are from").at(allowed.place)
          }
          let patterns = allowed.patterns
          return .failed(
            by: repositories.filter { name in !patterns.contains { $0.matches(name) } }.map {
              "a recipe is from \($0)"
            }, otherwise: "its recipes are from \(shownName(repositories.joined(separator: ", ")))"
          ).at(allowed.place)
        },
        value["clean"].flatMap { wanted -> Judgement? in
          guard wanted.isTrue else { return nil }
          guard let isDirty = statements.isDirty else {
            return statements.missing("whether its recipes were committed").at(wanted.place)
          }
          return Judgement(
            outcome: isDirty ? .failed : .passed,
            evidence: [
              isDirty ? "its recipes had changes that were not committed" : "its recipes were committed"
            ],
            place: wanted.place)
        },
      ].compactMap { $0 })
  }
}
