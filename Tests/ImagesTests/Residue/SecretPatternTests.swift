import Foundation
import Recipes
import Testing

@testable import Images

/// What is found, and what only looks like it.
///
/// No secret of this table stands in it as a whole: scanners of others, of a repository say, would take it for one.
struct SecretPatternTests {
  private static let body = String(repeating: "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ", count: 3)
  private static let letters =
    "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F2g3H4i5J6k7L8m9N0o1P2q3R4"
  private static func pem(_ label: String, _ body: String = Self.body) -> String {
    "-----" + "BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
  }
  private static func letters(_ count: Int) -> String { String(letters.prefix(count)) }

  static let found: [(String, ResidueKind)] = [
    (pem("PRIVATE KEY"), .privateKey), (pem("RSA PRIVATE KEY"), .privateKey),
    (pem("OPENSSH PRIVATE KEY"), .privateKey), (pem("ENCRYPTED PRIVATE KEY"), .privateKey),
    (pem("PGP PRIVATE KEY BLOCK", "Version: 2\n\n" + body), .privateKey),
    (pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0102\n\n" + body), .privateKey),
    ("{\"private_key\": \"" + pem("PRIVATE KEY").replacing("\n", with: "\\n") + "\"}", .privateKey),
    ("PuTTY-User-Key-" + "File-3: ssh-ed25519\r\nEncryption: none\r\n", .privateKey),
    ("AGE-SECRET-" + "KEY-1" + letters(58).uppercased() + "\n", .privateKey),
    ("[WireGuard]\nPrivate" + "Key = " + letters(43) + "=\n", .privateKey),
    ("root:" + "$6$" + "saltsalt$" + letters(86) + ":19000:", .passwordHash),
    ("rootpw --iscrypted " + "$6$" + "rounds=5000$saltsalt$" + letters(86) + "\n", .passwordHash),
    ("x" + "$5$" + "salt$" + letters(43), .passwordHash), ("$1$" + "salt$" + letters(22), .passwordHash),
    ("a:" + "$y$" + "j9T$saltsaltsaltsalt$" + letters(43) + ":", .passwordHash),
    ("htpasswd user:" + "$2y$" + "05$" + letters(53), .passwordHash),
    (
      "password_pbkdf2 root grub.pbkdf2." + "sha512.10000." + String(repeating: "0A", count: 64) + ".FF",
      .passwordHash
    ),
    ("aws_access_key_id = AK" + "IAQYLPMN5HHHFPZAM2\n", .token),
    ("https://gh" + "p_" + letters(36) + "@github.com", .token),
    ("github_" + "pat_" + letters(22) + "_" + letters(59), .token), ("gl" + "pat-" + letters(20), .token),
    ("xox" + "b-123456789012-" + letters(24), .token), ("sk_" + "live_" + letters(24), .token),
    ("//registry/:_authToken=np" + "m_" + letters(36), .token), ("hv" + "s." + letters(28), .token),
    ("key=AI" + "za" + letters(35), .token),
    ("Bearer ey" + "JhbGciOiJFUzI1NiJ9.ey" + "JpYXQiOjE3MDAwMDB9.c2lnbmF0dXJl", .token),
    ("nameserver 10.0.2.3\n", .buildAddress), ("proxy=http://10.0.2.2:3128/", .buildAddress),
    ("10.0.2.15", .buildAddress), ("It is 10.0.2.100.", .buildAddress), ("[fec0::3]", .buildAddress),
  ]

  @Test(arguments: found) func isFound(text: String, kind: ResidueKind) throws {
    let catalogue = SecretCatalogue()
    let hits = hits(in: text, catalogue)
    #expect(hits.map { catalogue.patterns[$0.pattern].kind } == [kind], "\(text)")
  }

  @Test(arguments: [
    // Public, or an example.
    pem("CERTIFICATE"), pem("PUBLIC KEY"), pem("PRIVATE KEY", "..."),
    pem("RSA PRIVATE KEY", "<your key here>"),
    pem("PRIVATE KEY", String(repeating: "A", count: 64)),
    "if line == '-----BEGIN PRIVATE KEY-----':\n  pass\n",
    "\0-----BEGIN RSA PRIVATE KEY-----\0-----END RSA PRIVATE KEY-----\0", "PrivateKey = <key>\n",
    "PrivateKey=/etc/ssl/key.pem\n", "PublicKey = \(letters(43))=\n",
    // No password, or no hash.
    "root:!:19000:0:99999:7:::", "daemon:*:19000:", "user:!*:1:", "user::1:", "$6$salt$hash", "echo $1$2",
    "$6$" + "saltsalt$" + letters(85) + ":", "$6$" + "saltsalt$" + letters(86) + "xyz",
    "$6$" + "saltsalt$" + String(repeating: "x", count: 86), "cost $5$ and $6$ a piece", "$2b$12$short",
    // Made up for documentation, or part of something else.
    "AKIAIOSFODNN7EXAMPLE", "xAKIAQYLPMN5HHHFPZAM2", "AKIA", "ghp_" + String(repeating: "x", count: 36),
    "ghp_short", "sk_live_", "sk_test_" + letters(24), "npm_config_registry", "glpat-xxxxxxxxxxxxxxxxxxxx",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc", "eyJ", "keyJump.eyJ",
    // Other networks, and versions.
    "110.0.2.3", "10.0.2.31", "10.0.2.3.4", "version 10.0.2.2-1", "libfoo-10.0.2.15", "1:10.0.2.4",
    "10.0.2.5",
    "fec0::31",
  ]) func isNotFound(text: String) {
    let catalogue = SecretCatalogue()
    #expect(hits(in: text, catalogue).map { catalogue.patterns[$0.pattern].title } == [], "\(text)")
  }

  @Test func whatABuildKnowsIsFoundInAllItsForms() throws {
    let trace = try #require(BuildTrace(secret: "first\nhunter2-hunter3\n", name: "TOKEN"))
    let catalogue = SecretCatalogue(traces: [trace])
    func isFound(_ text: String) -> Bool { !hits(in: text, catalogue).isEmpty }
    #expect(isFound("password=hunter2-hunter3;"))
    for shift in 0..<3 {
      let encoded = Data((String(repeating: "x", count: shift) + "hunter2-hunter3 and more").utf8)
      #expect(isFound("data: \(encoded.base64EncodedString())"), "\(shift)")
    }
    #expect(!isFound("hunter2-hunter") && !isFound("first"))
    #expect(BuildTrace(secret: "short", name: "TOKEN") == nil)
  }

  private func hits(in text: String, _ catalogue: SecretCatalogue) -> [SecretHit] {
    var scanner = SecretScanner(catalogue)
    Array(text.utf8).withUnsafeBytes { scanner.take($0, at: 0) }
    return scanner.finish()
  }
}
