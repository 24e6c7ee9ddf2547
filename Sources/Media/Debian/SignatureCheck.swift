private import Foundation
private import Subprocess

/// Checks an inline-signed file with gpgv, and takes the signed text from it: what the raw file holds besides is not read.
struct SignatureCheck {
  /// A keyring file on this host.
  let keyring: String
  /// Where the file is from, for messages.
  let url: String

  private static let largest = 32 << 20

  /// - Returns: the text that the signature covers.
  /// - Throws: `MediaError.badSignature`, or what keeps gpgv from running.
  func signedText(of document: [UInt8]) async throws -> [UInt8] {
    guard FileManager.default.isReadableFile(atPath: keyring) else {
      throw MediaError.file(
        path: keyring, reason: "no such keyring; is the archive's keyring package installed?")
    }
    let command = Command(
      "gpgv",
      ["--status-fd", "2", "--weak-digest", "SHA1", "--keyring", keyring, "--output", "-", "-"],
      environment: ["LC_ALL": "C"])
    let outcome = try await run(
      command, input: Data(document), limits: Limits(output: Self.largest, deadline: .seconds(60)))
    let report = String(decoding: outcome.stderr, as: UTF8.self)
    if let reason = Self.fault(in: report) { throw MediaError.badSignature(url: url, reason: reason) }
    guard outcome.stdout.count < Self.largest else {
      throw MediaError.malformed(what: url, reason: "more than \(Self.largest) bytes")
    }
    return [UInt8](outcome.stdout)
  }

  /// Why the report is no proof; nil when it is one.
  ///
  /// The exit status does not say enough: an archive signs with several keys, and one that is not in the keyring makes gpgv
  /// fail though another's signature is good. The words are those of GnuPG's doc/DETAILS.
  static func fault(in report: String) -> String? {
    let lines = report.split(separator: "\n")
    let mark = "[GNUPG:] "
    let words = lines.filter { $0.hasPrefix(mark) }
      .compactMap { $0.dropFirst(mark.count).split(separator: " ").first.map(String.init) }
    let fatal: Set = ["BADSIG", "ERROR", "FAILURE", "NODATA", "UNEXPECTED"]
    let isProof =
      words.contains("VALIDSIG") && words.contains("GOODSIG") && fatal.isDisjoint(with: words)
      && words.count { $0 == "PLAINTEXT" } == 1
    guard !isProof else { return nil }
    let said = lines.filter { !$0.hasPrefix(mark) }
      .map { $0.hasPrefix("gpgv: ") ? $0.dropFirst("gpgv: ".count) : $0 }
    return said.isEmpty ? "gpgv found no valid signature" : said.joined(separator: "; ")
  }
}
