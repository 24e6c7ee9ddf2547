import Families
import Foundation
import Recipes
import Text

/// Packages that must, or must not, be there.
enum PackageRule: PolicyRule {
  static let field = Field(
    "packages",
    .record(
      MappingShape([
        Field(
          "forbidden", .list(of: .text(.pattern)),
          "Packages that must not be there, by name; `*` stands for any characters."),
        Field(
          "required",
          .list(
            of: .text(
              Form(
                "a package's name, or NAME >= VERSION",
                "^[A-Za-z0-9][A-Za-z0-9+._-]*( +>= +[0-9][0-9A-Za-z.+~:^_-]*)?$",
                example: "openssh-server >= 1:9.2"))),
          "Packages that must be there, with the least version as the distribution writes it."),
      ])), "Packages that must be there, or must not, as the image's own database has them.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let contents = facts.disks.contents
    guard !contents.packages.isEmpty else {
      return .unknown(
        "the image has no list of packages that can be read (\(shownName(contents.packageFormat)))")
    }
    let required = (value["required"]?.items ?? []).map { judge($0.text, contents).at($0.place) }
    let forbidden = (value["forbidden"]?.items ?? []).map { item -> Judgement in
      let pattern = PolicyPattern(item.text)
      return .failed(
        by: contents.packages.filter { pattern.matches($0.name) }.map {
          "\($0.name) \($0.version) is installed"
        },
        otherwise: "no \(item.text)"
      ).at(item.place)
    }
    return .all(forbidden + required)
  }

  private static func judge(_ wanted: String, _ contents: ImageContents) -> Judgement {
    let words = wanted.split(separator: " ").map(String.init)
    let found = contents.packages.filter { $0.name == words[0] }
    guard !found.isEmpty else { return .failed("\(words[0]) is not installed") }
    guard words.count == 3 else { return .passed("\(words[0]) is installed") }
    guard let format = PackageFormat(rawValue: contents.packageFormat) else {
      return .unknown("versions of \(shownName(contents.packageFormat)) packages cannot be compared")
    }
    // Of several, such as kernels, the newest.
    let isThere = found.contains { !format.isOlder($0.version, than: words[2]) }
    let versions = shownName(found.map(\.version).joined(separator: ", "))
    return isThere
      ? .passed("\(words[0]) \(versions)") : .failed("\(words[0]) \(versions) is older than \(words[2])")
  }
}

/// Licences of packages.
enum LicenceRule: PolicyRule {
  static let field = Field(
    "licences",
    .record(
      MappingShape([
        Field(
          "allowed", .list(of: .text(.pattern)),
          "The licences that packages may have, as SPDX names them; of several with OR one is enough, with AND each must be."
        ),
        Field("forbidden", .list(of: .text(.pattern)), "Licences that none may have."),
        Field(
          "undeclared", .boolean, "Whether packages may be there whose licence is not told.", standard: "true"
        ),
      ])), "The licences of its packages, as its own copyright files say, else its signed SBOM.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let claimed = facts.statements.packages
    let packages = facts.disks.contents.packages.map { package in
      (name: package.name, licence: package.license ?? claimed?[package.name]?.licence)
    }
    guard packages.contains(where: { $0.licence != nil }) || claimed != nil && !packages.isEmpty else {
      return facts.statements.missing("which licences its packages have, nor do its own files")
    }
    let allowed = value["allowed"]?.patterns
    let forbidden = value["forbidden"]?.patterns ?? []
    var faults: [String] = []
    for (name, licence) in packages {
      guard let licence, licence != "NOASSERTION" else {
        if value["undeclared"].map({ !$0.isTrue }) ?? false { faults.append("\(name): no licence is told") }
        continue
      }
      let isTaken = LicenceExpression(licence).holds { name in
        !forbidden.contains { $0.matches(name) } && allowed.map { $0.contains { $0.matches(name) } } ?? true
      }
      if !isTaken { faults.append("\(name): \(licence)") }
    }
    return .failed(by: faults, otherwise: "\(packages.count) packages, all of licences that are allowed")
  }
}

/// An SPDX licence expression; SPDX 2.3, annex D.
struct LicenceExpression {
  private let words: [String]

  init(_ text: String) {
    let spaced = text.replacing("(", with: " ( ").replacing(")", with: " ) ")
    // Longer than any that people write: each word is one step.
    words = spaced.split(whereSeparator: \.isWhitespace).prefix(2000).map(String.init)
  }

  /// Whether it can be met by licences that `isTaken` takes; an expression that cannot be read is met by none.
  func holds(_ isTaken: (String) -> Bool) -> Bool {
    var rest = words[...]
    let result = any(&rest, 0, isTaken)
    return rest.isEmpty ? result ?? false : false
  }

  private func any(_ rest: inout ArraySlice<String>, _ depth: Int, _ isTaken: (String) -> Bool) -> Bool? {
    guard var result = each(&rest, depth, isTaken) else { return nil }
    while rest.first?.uppercased() == "OR" {
      rest.removeFirst()
      guard let other = each(&rest, depth, isTaken) else { return nil }
      result = result || other
    }
    return result
  }

  private func each(_ rest: inout ArraySlice<String>, _ depth: Int, _ isTaken: (String) -> Bool) -> Bool? {
    guard var result = one(&rest, depth, isTaken) else { return nil }
    while rest.first?.uppercased() == "AND" {
      rest.removeFirst()
      guard let other = one(&rest, depth, isTaken) else { return nil }
      result = result && other
    }
    return result
  }

  private func one(_ rest: inout ArraySlice<String>, _ depth: Int, _ isTaken: (String) -> Bool) -> Bool? {
    guard let word = rest.popFirst(), depth < 50 else { return nil }
    guard word == "(" else {
      if [")", "AND", "OR", "WITH"].contains(word.uppercased()) { return nil }
      // An exception only adds to what is allowed.
      if rest.first?.uppercased() == "WITH" { rest = rest.dropFirst(2) }
      return isTaken(word)
    }
    let inner = any(&rest, depth + 1, isTaken)
    guard rest.popFirst() == ")" else { return nil }
    return inner
  }
}

/// How old an image may be.
enum AgeRule: PolicyRule {
  static let field = Field(
    "maximum_age",
    .text(Form("a whole number and one of min, h, d", "^[1-9][0-9]{0,5}(min|h|d)$", example: "90d")),
    "How long ago its packages may have been changed last, as its package database's own time says, and its provenance."
  )

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let contents = facts.disks.contents
    let databases = [
      DpkgDatabase.status, "/var/lib/rpm/Packages", "/var/lib/rpm/rpmdb.sqlite", "/var/lib/rpm/Packages.db",
      "/usr/lib/sysimage/rpm/rpmdb.sqlite", "/usr/lib/sysimage/rpm/Packages.db",
    ]
    let changed = databases.compactMap { contents.file(at: $0)?.modified }.max()
      .map { Date(timeIntervalSince1970: Double($0)) }
    // The earlier one: a time on the disk may be set to any, and so may one in a statement.
    guard let made = [changed, facts.statements.built].compactMap({ $0 }).min(),
      let most = value.duration
    else { return .unknown("neither a package database nor a verified statement tells when it was made") }
    let day = made.formatted(.iso8601.year().month().day())
    let seconds = facts.now.timeIntervalSince(made)
    guard seconds > -86_400 else { return .failed("its packages were changed on \(day), which is to come") }
    let age = "its packages were changed last on \(day), \(Int(max(0, seconds) / 86_400)) days ago"
    return seconds <= most / .seconds(1) ? .passed(age) : .failed("\(age); \(value.text) is the most")
  }
}

/// Updates that mend what is known to be unsafe.
enum SecurityUpdateRule: PolicyRule {
  static let field = Field(
    "pending_security_updates", .integer(0...100_000),
    "The most packages of which a version without a known vulnerability is there, by the same data.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    guard let updates = facts.statements.securityUpdates else { return .unknown(VulnerabilityRule.noData) }
    guard updates.count > value.number else {
      return .passed("\(updates.count) security updates are missing")
    }
    return .failed(by: updates, otherwise: "")
  }
}

/// Vulnerabilities that are known.
enum VulnerabilityRule: PolicyRule {
  static let noData =
    "no data about vulnerabilities were named (--data, or 'vulnerabilities' in the site file)"
  private static let counts = MappingShape(
    StatementFacts.Severity.allCases.reversed().map {
      Field($0.rawValue, .integer(0...1_000_000), "The most of this severity.")
    })
  static let field = Field(
    "vulnerabilities",
    .record(
      MappingShape([
        Field("fixable", .record(counts), "Those that a newer package mends."),
        Field("unfixed", .record(counts), "Those that nothing mends yet."),
      ])), "The most known vulnerabilities, by severity, by the site's own data, as 'kiln audit' finds them.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    guard let known = facts.statements.vulnerabilities else {
      return .unknown(noData)
    }
    let parts = ["fixable", "unfixed"].flatMap { kind in
      StatementFacts.Severity.allCases.reversed().compactMap { severity -> Judgement? in
        guard let most = value[kind]?[severity.rawValue] else { return nil }
        let found = kind == "fixable" ? known[severity]?.fixable : known[severity]?.unfixed
        guard let found, found.count > most.number else {
          return .passed("\(found?.count ?? 0) \(kind) \(severity.rawValue)").at(most.place)
        }
        return .failed(by: found.sorted().map { "\($0) (\(severity.rawValue), \(kind))" }, otherwise: "")
          .at(most.place)
      }
    }
    return .all(parts)
  }
}
