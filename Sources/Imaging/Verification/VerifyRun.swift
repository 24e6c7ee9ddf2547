import Digests
import Files
public import Foundation
public import Images
public import Jobs
import JSON

/// Verifies an image from its files alone: opens no connection, and asks no store but for the files themselves.
public struct VerifyRun: Sendable {
  private let keys: TrustedKeys
  private let time: Date
  private let state: SeenFile?
  private let list: KeyList?

  /// Whose signatures count.
  public struct Trust: Sendable {
    /// Paths of public keys in PEM.
    public var keys: [String]
    /// The path of a signed list of keys; nil for none.
    public var list: String?
    /// How many keys must have signed.
    public var threshold: Int
    /// Keys that were read already, in place of those that paths name.
    private(set) var known: TrustedKeys?

    public init(keys: [String], list: String? = nil, threshold: Int = 1) {
      self.keys = keys
      self.list = list
      self.threshold = threshold
    }

    public init(_ known: TrustedKeys) {
      self.init(keys: [], threshold: known.threshold)
      self.known = known
    }
  }

  /// - Parameters:
  ///   - time: when keys must be valid.
  ///   - state: the path of the file that knows what was verified before; nil: nothing is remembered.
  /// - Throws: what is wrong with a key or with the list.
  public init(_ trust: Trust, at time: Date = .now, state: String? = nil) throws {
    self.time = time
    self.state = state.map(SeenFile.init)
    var keys =
      try trust.known
      ?? TrustedKeys(
        trust.keys.map { path in
          guard let bytes = try PlainFile.contents(path, limit: 1 << 20) else {
            throw SignatureError(path: path, fault: "is missing: name a file with a public key in PEM")
          }
          return (URL(fileURLWithPath: path).lastPathComponent, try PublicKey(pem: Array(bytes), from: path))
        }, threshold: trust.threshold)
    var list: KeyList?
    if let path = trust.list {
      guard let bytes = try PlainFile.contents(path) else {
        throw SignatureError(path: path, fault: "is missing: name a signed list of keys")
      }
      do {
        let found = try keys.including(try Envelope(reading: Array(bytes)), at: time)
        (keys, list) = (found.keys, found.list)
      } catch {
        throw error.of(path)
      }
    }
    self.keys = keys
    self.list = list
  }

  /// By the keys that sign here.
  ///
  /// - Throws: what is wrong with one of them.
  public init(signedBy settings: SigningSettings, at time: Date = .now) async throws {
    (keys, self.time) = (try await Signers(settings) { _ in }.trusted, time)
    (state, list) = (nil, nil)
  }

  /// Holds all files of an image against what is signed of them.
  ///
  /// What is found sound is remembered as the newest of its name.
  public func run(_ files: ImageFiles) async throws -> ImageVerification {
    let verifier = ImageVerifier(keys)
    let image = files.presented()
    let claims = verifier.claims(of: image)
    let sizes = verifier.sizeFaults(image, claims)
    // Disks are read while documents are held against each other.
    let wanted = claims.subjects.keys.filter { name in
      !image.isDocument(name) && files.paths[name] != nil && sizes[name] == nil
        && image.unreadable[name] == nil
    }
    async let reading = Self.digests(of: wanted.sorted(), at: files.paths)
    let statements = verifier.statements(of: image, claims)
    let (digests, unreadable) = try await reading
    var seen = image
    seen.unreadable.merge(unreadable) { $1 }
    var verdict = verifier.verdict(on: seen, claims, statements, digests: digests)
    try await state?.change { known in
      if let list, let fault = known.fault(of: list) { verdict.faults.append(fault) }
      if let fault = known.fault(of: verdict) { verdict.faults.append(fault) }
      guard verdict.isSound else { return }
      known.note(verdict)
      if let list { known.note(list) }
    }
    return verdict
  }

  private static func digests(
    of names: [String], at paths: [String: String]
  ) async throws -> (digests: [String: String], unreadable: [String: String]) {
    try await withThrowingTaskGroup(of: (String, Result<String, DigestError>).self) { group in
      for name in names {
        guard let path = paths[name] else { continue }
        group.addTask {
          let result = try await onThread { Result { () throws(DigestError) in try sha256(file: path) } }
          return (name, result)
        }
      }
      var found: (digests: [String: String], unreadable: [String: String]) = ([:], [:])
      for try await (name, result) in group {
        switch result {
        case .success(let digest): found.digests[name] = digest
        case .failure(let error): found.unreadable[name] = "\(error)"
        }
      }
      return found
    }
  }
}

/// The file that knows what was verified before.
struct SeenFile: Sendable {
  let path: String

  /// One process at a time; written where something is other than before.
  ///
  /// - Throws: that it cannot be read: it is not guessed what was seen.
  func change(_ body: (inout SeenImages) -> Void) async throws {
    try FileSystem.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path, isPrivate: true)
    let lock = try await Lock.acquire("\(path).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    let before = try read()
    var after = before
    body(&after)
    if after != before { try FileSystem.write(try prettyJSON(after), to: path) }
  }

  private func read() throws -> SeenImages {
    guard let bytes = try PlainFile.contents(path) else { return SeenImages() }
    let advice = "move it away to begin anew: then nothing is known as older"
    do {
      let seen = try decodeJSON(SeenImages.self, from: bytes)
      guard seen.format == SeenImages.currentFormat else {
        throw FileError("\(path) is of another version of Kiln", reason: advice)
      }
      return seen
    } catch let error where !(error is FileError) {
      throw FileError("\(path) cannot be read: \(error)", reason: advice)
    }
  }
}

extension VerifyRun {
  /// Where what was verified is remembered, if nobody says otherwise; XDG Base Directory Specification.
  ///
  /// - Returns: nil where nothing says whose state is where.
  public static func standardState(environment: [String: String]) -> String? {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let folder = value("XDG_STATE_HOME") ?? value("HOME").map { "\($0)/.local/state" }
    return folder.map { "\($0)/kiln/verified.json" }
  }
}
