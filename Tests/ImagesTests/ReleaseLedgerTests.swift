import Foundation
import Images
import Testing

struct ReleaseLedgerTests {
  private static let author = ReleaseChange.Author(user: "ann", host: "builder", folder: "/r")
  private static let digest = String(repeating: "0d", count: 32)
  private static let when = Date(timeIntervalSince1970: 1_800_000_000)

  private static func release(_ version: String) -> ReleaseChange {
    ReleaseChange(
      .release, of: "web", version, build: "B\(version)", manifest: digest, when: when, by: author)
  }

  private static func move(
    _ kind: ReleaseChange.Kind, _ version: String, _ channel: String = "stable", from before: String?
  )
    -> ReleaseChange
  {
    ReleaseChange(kind, of: "web", version, channel: channel, before: before, when: when, by: author)
  }

  private static func retire(_ version: String) -> ReleaseChange {
    ReleaseChange(.retire, of: "web", version, reason: "old", when: when, by: author)
  }

  /// Three releases, the first one retired; stable went up and back again.
  private static let journal = [
    release("1.0.0"), release("1.1.0"), release("1.2.0"), move(.promote, "1.1.0", from: nil),
    move(.promote, "1.2.0", from: "1.1.0"), move(.rollback, "1.1.0", from: "1.2.0"), retire("1.0.0"),
  ]

  private var ledger: ReleaseLedger {
    get throws { try ReleaseLedger(of: "web", journal: Self.journal) }
  }

  @Test func theJournalTellsWhatNamesStandFor() throws {
    let ledger = try ledger
    #expect(
      ledger.releases.map(\.line) == [
        "1.0.0+B1.0.0 \(Self.digest) retired", "1.1.0+B1.1.0 \(Self.digest)", "1.2.0+B1.2.0 \(Self.digest)",
      ])
    #expect(ledger.channels.map(\.version) == ["1.1.0"])
    #expect(ledger.kept.map(\.version) == ["1.1.0", "1.2.0"])
    #expect(try ReleaseLedger(of: "wiki", journal: Self.journal).releases.isEmpty)
  }

  /// A journal may be lost; a file that says other than the journal is what an interrupted change has not come to.
  @Test func filesTellOfWhatTheJournalDoesNotKnow() throws {
    let ledger = try ReleaseLedger(
      of: "web", journal: [Self.release("1.0.0")],
      releases: ["0.9.0": "0.9.0+B \(Self.digest) retired", "1.0.0": ""], channels: ["stable": "1.0.0"])
    #expect(ledger.releases.map(\.version) == ["1.0.0", "0.9.0"])
    #expect(ledger.releases.map(\.isRetired) == [false, true])
    #expect(ledger.channels.map(\.version) == ["1.0.0"])
  }

  @Test(arguments: [
    "", "1.0.0", "1.0.1+B \(digest)", "1.0.0+B 0d", "1.0.0+B \(digest) gone", "1.0.0+B \(digest) retired x",
  ])
  func aFileThatSaysNothingIsAFault(line: String) {
    #expect(throws: ReleaseLedger.Fault.self) {
      try ReleaseLedger(of: "web", journal: [], releases: ["1.0.0": line])
    }
  }

  @Test(arguments: [
    ("1.3.0", "B", true, ""), ("1.2.0", "B1.2.0", false, ""), ("2026-11-28", "B", true, ""),
    (
      "1.2.0", "B", true,
      "web 1.2.0 is released as web-1.2.0+B1.2.0, which is another build: a release never changes"
    ),
    ("1.0.0", "B1.0.0", true, "web 1.0.0 is retired (old): release the build under a higher version"),
    ("1.1.5", "B", true, "web 1.1.5 is not higher than 1.2.0, which is released: versions rise"),
    ("1.2.0-rc.1", "B", true, "web 1.2.0-rc.1 is not higher than 1.2.0"),
  ])
  func aVersionIsBoundOnceAndVersionsRise(version: String, build: String, isFree: Bool, fault: String) throws
  {
    let ledger = try ledger
    func ask() throws -> Bool {
      try ledger.isFree(
        try ReleaseVersion(version), for: BuildID(name: "web", version: version, build: build))
    }
    guard fault.isEmpty else {
      let error = #expect(throws: ReleaseRefusal.self) { try ask() }
      #expect(error?.description.hasPrefix(fault) == true, "\(error as Any)")
      return
    }
    #expect(try ask() == isFree)
  }

  /// Promotions, rollbacks and what retires; nil for what is so already.
  @Test(
    arguments: [
      ("promote", "1.2.0", "stable", "1.2.0 1.1.0", ""), ("promote", "1.1.0", "stable", nil, ""),
      ("promote", "1.1.0", "testing", "1.1.0 -", ""),
      ("promote", "1.0.0", "stable", nil, "web 1.0.0 is retired (old): name another"),
      ("promote", "3.0.0", "stable", nil, "there is no release 3.0.0 of web: there are 1.1.0, 1.2.0"),
      ("rollback", "1.1.0", "stable", nil, ""),
      ("rollback", "1.0.0", "stable", nil, "web 1.0.0 is retired"),
      (
        "rollback", "1.2.0", "stable", nil,
        "channel stable of web names 1.1.0, which is lower than 1.2.0: to go on"
      ),
      ("rollback", "1.1.0", "testing", nil, "channel testing of web names nothing"),
      ("retire", "1.2.0", "", "1.2.0 -", ""), ("retire", "1.0.0", "", nil, ""),
      ("retire", "1.1.0", "", nil, "web 1.1.0 is what channel stable names: promote"),
    ] as [(String, String, String, String?, String)])
  func namesMoveByTheirRules(verb: String, version: String, channel: String, change: String?, fault: String)
    throws
  {
    let ledger = try ledger
    func ask() throws -> ReleaseChange? {
      switch verb {
      case "promote":
        try ledger.promoting(version, to: channel, when: Self.when, by: Self.author, reason: nil)
      case "rollback":
        try ledger.rollingBack(channel, to: version, when: Self.when, by: Self.author, reason: "it broke")
      default: try ledger.retiring(version, when: Self.when, by: Self.author, reason: nil)
      }
    }
    guard fault.isEmpty else {
      let error = #expect(throws: ReleaseRefusal.self) { try ask() }
      #expect(error?.description.hasPrefix(fault) == true, "\(error as Any)")
      return
    }
    #expect(try ask().map { "\($0.version) \($0.before ?? "-")" } == change)
  }

  @Test func aChannelGoesBackOnlyToWhereItWas() throws {
    let journal =
      Self.journal + [
        Self.move(.promote, "1.2.0", from: "1.1.0"), Self.release("2.0.0"), Self.release("3.0.0"),
        Self.move(.promote, "3.0.0", from: "1.2.0"),
      ]
    let ledger = try ReleaseLedger(of: "web", journal: journal)
    func back(_ version: String) throws -> ReleaseChange? {
      try ledger.rollingBack("stable", to: version, when: Self.when, by: Self.author, reason: "it broke")
    }
    #expect(try back("1.1.0")?.before == "3.0.0")
    let error = #expect(throws: ReleaseRefusal.self) { try back("2.0.0") }
    #expect(error?.description == "channel stable of web never named 2.0.0: it can go back to 1.1.0, 1.2.0")
    let down = #expect(throws: ReleaseRefusal.self) {
      try ledger.promoting("2.0.0", to: "stable", when: Self.when, by: Self.author, reason: nil)
    }
    #expect(
      down?.description
        == "channel stable of web names 3.0.0, which is higher than 2.0.0: a promotion goes upwards; to go back, type 'kiln rollback web stable --to 2.0.0 --reason TEXT'"
    )
  }

  @Test(
    arguments: [
      ([:], [:], "ann"), (["SUDO_USER": "bob", "HOME": "/root"], [:], "bob as ann"),
      (
        ["CI_JOB_URL": "https://ci.example.org/7", "CI_JOB_TOKEN": "secret"],
        ["CI_JOB_URL": "https://ci.example.org/7"], "ann"
      ),
    ] as [([String: String], [String: String], String)])
  func anAuthorIsToldByTheEnvironment(environment: [String: String], job: [String: String], user: String) {
    let author = ReleaseChange.Author(
      user: "ann", host: "h", folder: "/", command: ["release"], environment: environment)
    #expect(author.job == job && author.user == user)
  }
}
