import Digests
import Foundation
import Images
import Imaging
import JSON
import Testing

/// Keys, time, and what was verified before.
struct VerifyRunTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static func time(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  private func folder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: scratch.file(name), withIntermediateDirectories: true)
    return scratch.file(name)
  }

  @Test func aSoundImageIsWhatItSays() async throws {
    let image = try SignedImage(in: try folder("out"))
    let verdict = try await verifyImage(image, keys: [SignedImage.key])
    #expect(verdict.faults.isEmpty)
    #expect(verdict.provenance == (try image.provenance()))
    #expect(verdict.signers.keys.count == 5)
    #expect(verdict.files.keys.sorted() == ["web-1.0.0-data.qcow2", "web-1.0.0.json", "web-1.0.0.qcow2"])
    #expect(verdict.tests == .passed)
  }

  /// Images whose names begin alike are told apart.
  @Test func whatIsAnotherImagesIsNoExtraFile() async throws {
    let folder = try folder("out")
    let image = try SignedImage(in: folder)
    _ = try SignedImage(in: folder, .init(version: "1.0.0-rc.1"))
    _ = try SignedImage(in: folder, .init(name: "web-1.0.0-data", version: "2"))
    #expect(try await verifyImage(image, keys: [SignedImage.key]).faults == [])
  }

  /// Tests are repeated: theirs is the one statement that may be younger than the image.
  @Test func testsMayBeRepeated() async throws {
    let image = try SignedImage(in: try folder("out"))
    try image.edit("web-1.0.0.tests.json", "\"untested\":[]", "\"untested\":[{\"what\":\"ssh\"}]")
    let records = [
      ResourceDescriptor(
        file: "web-1.0.0.tests.json", sha256: sha256(try image.read("web-1.0.0.tests.json"))),
      ResourceDescriptor(file: "web-1.0.0.tests.xml", sha256: sha256(try image.read("web-1.0.0.tests.xml"))),
    ]
    let result = try TestResult(try parseJSON(try image.read("web-1.0.0.tests.json")), records: records)
    try image.sign(result.statement(of: try image.subjects), .tests)
    try image.writeSums()
    let verdict = try await verifyImage(image, keys: [SignedImage.key])
    #expect(verdict.faults == [])
    #expect(verdict.tests == .warned)
  }

  // MARK: - Keys

  @Test(
    arguments: [
      (keys: 2, threshold: 2, faults: []), (keys: 2, threshold: 1, faults: []),
      (keys: 1, threshold: 1, faults: []),
      (keys: 1, threshold: 2, faults: [StatementFault.Kind.threshold]),
    ] as [(keys: Int, threshold: Int, faults: [StatementFault.Kind])])
  func soManyMustHaveSigned(keys: Int, threshold: Int, faults: [StatementFault.Kind]) async throws {
    let both = [SignedImage.key, SignedImage.second]
    let image = try SignedImage(in: try folder("out"), .init(keys: Array(both.prefix(keys))))
    let verdict = try await verifyImage(image, keys: both, threshold: threshold)
    #expect(verdict.faults.map(\.kind) == faults)
  }

  @Test func oneKeyTwiceIsOne() async throws {
    let image = try SignedImage(in: try folder("out"), .init(keys: [SignedImage.key, SignedImage.key]))
    let verdict = try await verifyImage(image, keys: [SignedImage.key, SignedImage.second], threshold: 2)
    #expect(verdict.faults.map(\.kind) == [.threshold])
  }

  /// A key that one does not know signs beside one that one knows: as while keys are changed.
  @Test func strangersMaySignAsWell() async throws {
    let image = try SignedImage(in: try folder("out"), .init(keys: [SignedImage.stranger, SignedImage.key]))
    #expect(try await verifyImage(image, keys: [SignedImage.key]).faults == [])
  }

  @Test(
    arguments: [
      ("2026-01-01T00:00:00Z", nil, false, []), ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", false, []),
      ("2026-01-01T00:00:00Z", "2026-11-30T00:00:00Z", false, [.expired]),
      ("2026-12-02T00:00:00Z", nil, false, [.early]), ("2026-01-01T00:00:00Z", nil, true, [.revoked]),
      ("2026-01-01T00:00:00Z", "2026-11-30T00:00:00Z", true, [.revoked]),
    ] as [(String, String?, Bool, [StatementFault.Kind])])
  func keysAreJudgedByTheirList(
    from: String, until: String?, isRevoked: Bool, faults: [StatementFault.Kind]
  ) async throws {
    var entry = KeyList.Entry(
      SignedImage.key.publicKey, name: "old", from: try Self.time(from), until: try until.map(Self.time))
    if isRevoked { entry.revoked = .init(when: .now, reason: "stolen") }
    let anchor = KeyList.Entry(
      SignedImage.second.publicKey, name: "anchor", from: Date(timeIntervalSince1970: 0))
    let list = try write(KeyList(version: 3, issued: .now, keys: [anchor, entry]), by: [SignedImage.second])
    let image = try SignedImage(in: try folder("out"))
    let verdict = try await verifyImage(
      image, keys: [SignedImage.second], list: list, at: try Self.time("2026-12-01T00:00:00Z"))
    #expect(verdict.faults.map(\.kind) == faults)
  }

  /// Whoever knows the old key learns the new one from a list that both have signed.
  @Test func aKeyIsReplacedWhileBothAreValid() async throws {
    let keys = KeyFolder(path: scratch.file("keys"))
    let start = try Self.time("2026-01-01T00:00:00Z")
    _ = try await keys.make("old", from: start, now: start)
    let first = try await held(keys, at: start)
    let change = try Self.time("2026-12-01T00:00:00Z")
    _ = try await keys.make("new", .ecdsaP256, from: change, overlap: .seconds(30 * 86400), now: change)
    #expect(try keys.held(at: change).map(\.entry.name) == ["old", "new"])
    let both = try await held(keys, at: change)
    let image = try SignedImage(in: try folder("out"), .init(keys: [both[1]]))
    let during = try await verifyImage(image, keys: first, list: keys.listFile, at: change)
    #expect(during.faults == [])
    // The old key is no longer believed then, whatever it says of the new one.
    let later = try Self.time("2027-01-15T00:00:00Z")
    #expect(try keys.held(at: later).map(\.entry.name) == ["new"])
    await #expect(throws: StatementFault.self) {
      try await verifyImage(image, keys: first, list: keys.listFile, at: later)
    }
    #expect(try await verifyImage(image, keys: [both[1]], list: keys.listFile, at: later).faults == [])
  }

  @Test func aRevokedKeyIsBelievedNoMore() async throws {
    let keys = KeyFolder(path: scratch.file("keys"))
    _ = try await keys.make("one")
    await #expect(throws: SignatureError.self) { try await keys.revoke("one", reason: "stolen") }
    _ = try await keys.make("two")
    let both = try await held(keys, at: .now)
    let revoked = try await keys.revoke("one", reason: "stolen")
    #expect(revoked.revoked?.reason == "stolen")
    #expect(try keys.held().map(\.entry.name) == ["two"])
    let image = try SignedImage(in: try folder("out"), .init(keys: [both[0]]))
    let verdict = try await verifyImage(image, keys: [both[1]], list: keys.listFile)
    #expect(verdict.faults.map(\.kind) == [.revoked])
    #expect("\(verdict.faults)".contains("stolen"))
  }

  private func held(_ keys: KeyFolder, at time: Date) async throws -> [PrivateKey] {
    try keys.held(at: time).map(\.key)
  }

  private func write(_ list: KeyList, by keys: [PrivateKey]) throws -> String {
    var envelope = try list.envelope()
    let text = envelope.signed
    envelope.signatures = try keys.map { .init(keyID: $0.publicKey.id, bytes: try $0.signature(of: text)) }
    let path = scratch.file("list-\(list.version).json")
    try Data(envelope.bytes).write(to: URL(filePath: path))
    return path
  }

  @Test(arguments: [StatementFault.Kind.unsigned, .signature, .malformed, .older])
  func aListOfKeysIsBelievedOnlyAsItWasSigned(kind: StatementFault.Kind) async throws {
    let entry = KeyList.Entry(SignedImage.key.publicKey, name: "k", from: Date(timeIntervalSince1970: 0))
    let list = KeyList(version: 3, issued: .now, keys: [entry])
    let image = try SignedImage(in: try folder("out"))
    let state = scratch.file("state.json")
    var path = try write(list, by: [kind == .unsigned ? SignedImage.stranger : SignedImage.key])
    switch kind {
    case .signature:
      var envelope = try Envelope(reading: Array(try Data(contentsOf: URL(filePath: path))))
      envelope.payload = Array(
        String(decoding: envelope.payload, as: UTF8.self).replacing("\"k\"", with: "\"j\"").utf8)
      try Data(envelope.bytes).write(to: URL(filePath: path))
    case .malformed:
      var other = list
      other.keys[0].id = SignedImage.stranger.publicKey.id
      path = try write(other, by: [SignedImage.key])
    case .older:
      #expect(try await verifyImage(image, keys: [SignedImage.key], list: path, state: state).faults == [])
      path = try write(KeyList(version: 2, issued: .now, keys: [entry]), by: [SignedImage.key])
      let verdict = try await verifyImage(image, keys: [SignedImage.key], list: path, state: state)
      #expect(verdict.faults.map(\.kind) == [.older])
      return
    default: break
    }
    let wrong = path
    let error = await #expect(throws: StatementFault.self) {
      try await verifyImage(image, keys: [SignedImage.key], list: wrong, state: state)
    }
    #expect(error?.kind == kind)
    #expect(error?.file == wrong)
  }

  // MARK: - What was verified before

  @Test(arguments: [
    ("1.0.0", "2026-11-28T12:00:00Z", false), ("1.1.0", "2026-11-28T12:00:00Z", false),
    ("1.0.0", "2026-11-29T12:00:00Z", false), ("0.9.9", "2026-11-29T12:00:00Z", true),
    ("1.0.0", "2026-11-27T12:00:00Z", true), ("1.0.0-rc.1", "2026-11-29T12:00:00Z", true),
  ])
  func anOlderImageIsKnownAsOlder(version: String, built: String, isOlder: Bool) async throws {
    let state = scratch.file("state/verified.json")
    let first = try SignedImage(in: try folder("first"))
    #expect(try await verifyImage(first, keys: [SignedImage.key], state: state).faults == [])
    let second = try SignedImage(
      in: try folder("second"), .init(version: version, built: built, content: "second"))
    let verdict = try await verifyImage(second, keys: [SignedImage.key], state: state)
    #expect(verdict.faults.map(\.kind) == (isOlder ? [.older] : []))
    // What was refused changes nothing of what is known.
    #expect(
      try await verifyImage(first, keys: [SignedImage.key], state: state).isSound
        == (isOlder || version == "1.0.0" && built == "2026-11-28T12:00:00Z"))
  }

  /// A rollback that is signed is accepted, once: it says nothing of what came after it.
  @Test func aSignedRollbackIsAccepted() async throws {
    let state = scratch.file("verified.json")
    let new = try SignedImage(in: try folder("new"), .init(version: "1.1.0", content: "new"))
    let old = try SignedImage(in: try folder("old"))
    #expect(try await verifyImage(new, keys: [SignedImage.key], state: state).faults == [])
    #expect(try await verifyImage(old, keys: [SignedImage.key], state: state).faults.map(\.kind) == [.older])
    let rollback = Rollback(
      from: "1.1.0", to: "1.0.0", channel: "stable", reason: "loses sessions", when: .now)
    try old.sign(rollback.statement(of: try old.subjects), .rollback)
    let verdict = try await verifyImage(old, keys: [SignedImage.key], state: state)
    #expect(verdict.faults == [])
    #expect(verdict.rollback == rollback)
    let newer = try SignedImage(in: try folder("newer"), .init(version: "1.2.0", content: "newer"))
    #expect(try await verifyImage(newer, keys: [SignedImage.key], state: state).faults == [])
    #expect(try await verifyImage(old, keys: [SignedImage.key], state: state).faults.map(\.kind) == [.older])
  }

  @Test(arguments: ["{", "{\"format\":2,\"images\":{},\"lists\":{}}", "{\"format\":1,\"format\":1}"])
  func whatCannotBeReadOfThePastIsNotGuessed(text: String) async throws {
    let state = scratch.file("verified.json")
    try text.write(toFile: state, atomically: true, encoding: .utf8)
    let image = try SignedImage(in: try folder("out"))
    await #expect(throws: (any Error).self) {
      try await verifyImage(image, keys: [SignedImage.key], state: state)
    }
    #expect(try String(contentsOfFile: state, encoding: .utf8) == text)
  }

  // MARK: - The keys' folder

  @Test func aBuildersKeyIsMadeOnce() async throws {
    let keys = KeyFolder(path: scratch.file("keys"))
    let first = try await keys.signing()
    let second = try await keys.signing()
    #expect(first.isNew && !second.isNew)
    #expect(first.keys.map(\.entry.id) == second.keys.map(\.entry.id))
    for (name, mode) in [("builder.pem", 0o600), ("", 0o700)] {
      let found =
        try FileManager.default.attributesOfItem(atPath: "\(keys.path)/\(name)")[.posixPermissions] as? Int
      #expect(found == mode, "\(name)")
    }
    // A list that somebody has changed signs nothing more.
    let text = try String(contentsOfFile: keys.listFile, encoding: .utf8)
    try text.replacing("\"sig\":\"", with: "\"sig\":\"AAAA").write(
      toFile: keys.listFile, atomically: true, encoding: .utf8)
    await #expect(throws: StatementFault.self) { try await keys.signing() }
  }

  @Test(arguments: ["", "../x", "a b", ".x", "a/b", "\u{1B}[31m"])
  func aKeysNameIsAPlainOne(name: String) async throws {
    let keys = KeyFolder(path: scratch.file("keys"))
    await #expect(throws: SignatureError.self) { try await keys.make(name) }
    #expect(try keys.list() == nil)
  }
}
