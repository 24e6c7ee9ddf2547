internal import Foundation
private import Subprocess

/// Checks a signed text with gpgv.
struct SignatureCheck {
  /// A file of public keys on this host, binary or armored.
  let keyring: String
  /// Where the text is from, for messages.
  let url: String
  /// What its signature's date is held against; nil where the text has a date of its own.
  var times: StateTimes?

  private static let largest = 32 << 20

  /// Takes the signed text from a file that is signed in itself: what the raw file holds besides is not read.
  /// - Returns: the text that the signature covers.
  /// - Throws: `MediaError.badSignature`, or what keeps gpgv from running.
  func signedText(of document: [UInt8]) async throws -> [UInt8] {
    let outcome = try await gpgv(on: document) { _ in ["--output", "-", "-"] }
    if let reason = Self.fault(in: outcome.report) { throw MediaError.badSignature(url: url, reason: reason) }
    guard outcome.text.count < Self.largest else {
      throw MediaError.malformed(what: url, reason: "more than \(Self.largest) bytes")
    }
    try checkTime(of: outcome.text, outcome.report)
    return outcome.text
  }

  /// Holds a text against a signature that is a file of its own.
  /// - Returns: the text.
  /// - Throws: `MediaError.badSignature`, or what keeps gpgv from running.
  func signedText(of document: [UInt8], detached signature: [UInt8]) async throws -> [UInt8] {
    let outcome = try await gpgv(on: document) { folder in
      try Data(signature).write(to: URL(filePath: "\(folder)/signature"))
      return ["\(folder)/signature", "-"]
    }
    if let reason = Self.fault(in: outcome.report, isDetached: true) {
      throw MediaError.badSignature(url: url, reason: reason)
    }
    try checkTime(of: document, outcome.report)
    return document
  }

  private func checkTime(of text: [UInt8], _ report: String) throws {
    guard let times else { return }
    guard let date = Self.date(in: report) else {
      throw MediaError.badSignature(url: url, reason: "gpgv does not tell its date")
    }
    try times.accept(text, of: date, from: url)
  }

  /// When the newest of the valid signatures was made: `VALIDSIG FINGERPRINT DAY SECONDS …`.
  static func date(in report: String) -> Date? {
    let dates = report.split(separator: "\n").compactMap { line -> UInt32? in
      let words = line.split(separator: " ")
      return words.count > 4 && words[0] == "[GNUPG:]" && words[1] == "VALIDSIG" ? UInt32(words[4]) : nil
    }
    return dates.max().map { Date(timeIntervalSince1970: TimeInterval($0)) }
  }

  /// - Parameter arguments: made with a folder for what gpgv reads besides.
  private func gpgv(
    on document: [UInt8], _ arguments: (_ folder: String) throws -> [String]
  ) async throws -> (text: [UInt8], report: String) {
    guard let keys = FileManager.default.contents(atPath: keyring) else {
      throw MediaError.file(
        path: keyring, reason: "no such keyring; is the archive's keyring package installed?")
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "kiln-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var keyring = keyring
    if let binary = try ArmoredKeys.binary([UInt8](keys), path: keyring) {
      keyring = "\(folder)/keys"
      try Data(binary).write(to: URL(filePath: keyring))
    }
    let command = Command(
      "gpgv",
      ["--status-fd", "2", "--weak-digest", "SHA1", "--keyring", keyring] + (try arguments(folder)),
      environment: ["LC_ALL": "C"])
    let outcome = try await run(
      command, input: Data(document), limits: Limits(output: Self.largest, deadline: .seconds(60)))
    return ([UInt8](outcome.stdout), String(decoding: outcome.stderr, as: UTF8.self))
  }

  /// What gpgv calls a good signature all the same.
  private static let faultsOfKeys = [
    "EXPKEYSIG": "the key has expired", "EXPSIG": "the signature has expired",
    "REVKEYSIG": "the key was revoked",
  ]

  /// Why the report is no proof; nil when it is one.
  ///
  /// The exit status does not say enough: an archive signs with several keys, and one that is not in the keyring makes gpgv
  /// fail though another's signature is good. The words are those of GnuPG's doc/DETAILS.
  static func fault(in report: String, isDetached: Bool = false) -> String? {
    let lines = report.split(separator: "\n")
    let mark = "[GNUPG:] "
    let words = lines.filter { $0.hasPrefix(mark) }
      .compactMap { $0.dropFirst(mark.count).split(separator: " ").first.map(String.init) }
    let fatal: Set = ["BADSIG", "ERROR", "FAILURE", "NODATA", "UNEXPECTED"]
    let isProof =
      words.contains("VALIDSIG") && words.contains("GOODSIG") && fatal.isDisjoint(with: words)
      && words.count { $0 == "PLAINTEXT" } == (isDetached ? 0 : 1)
    guard !isProof else { return nil }
    let remarks = words.compactMap { faultsOfKeys[$0] }
    let said =
      remarks
      + lines.filter { !$0.hasPrefix(mark) }
      .map { String($0.hasPrefix("gpgv: ") ? $0.dropFirst("gpgv: ".count) : $0) }
    return said.isEmpty ? "gpgv found no valid signature" : said.joined(separator: "; ")
  }
}

/// Public keys as gpgv wants them: binary.
enum ArmoredKeys {
  private static let begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
  private static let end = "-----END PGP PUBLIC KEY BLOCK-----"

  /// The keys of all armored blocks of a file, one after the other (RFC 9580, section 6.2); nil for a file without any,
  /// which is binary already.
  ///
  /// The checksum of the armor is not looked at: damaged keys verify nothing.
  /// - Throws: `MediaError.malformed`.
  static func binary(_ file: [UInt8], path: String) throws(MediaError) -> [UInt8]? {
    let lines = String(decoding: file, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(trimmed)
    var blocks = lines[...]
    var keys: [UInt8] = []
    while let start = blocks.firstIndex(of: begin) {
      guard let stop = blocks[start...].firstIndex(of: end), let block = decode(blocks[(start + 1)..<stop])
      else {
        throw .malformed(what: path, reason: "a damaged block of armored keys")
      }
      keys += block
      blocks = blocks[stop...]
    }
    return keys.isEmpty ? nil : keys
  }

  /// - Parameter lines: headers, an empty line, base64 and the checksum, which begins with `=`.
  private static func decode(_ lines: ArraySlice<String>) -> [UInt8]? {
    guard let blank = lines.firstIndex(of: "") else { return nil }
    let text = lines[(blank + 1)...].filter { !$0.hasPrefix("=") }.joined()
    return Data(base64Encoded: text).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
  }
}
