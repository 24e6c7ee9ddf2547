import Digests
import Foundation
import Testing

struct SigningKeyTests {
  private static let ed25519 = """
    -----BEGIN PUBLIC KEY-----
    MCowBQYDK2VwAyEAbkjghHrpZ7uC+9lvo5IHVycA73JJGAKDVF+hHGeHVW0=
    -----END PUBLIC KEY-----

    """
  private static let p256 = """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/Q1SfxbkvhwQZSA7wk1RR1og9JRs
    Wtf+3+iAnQHaHVrmiLCLeLQSexzNq1Qej4E/TXDr7hbrGIHRD9izsi/9VA==
    -----END PUBLIC KEY-----

    """
  /// The same point, written in the other form.
  private static let compressed = """
    -----BEGIN PUBLIC KEY-----
    MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgAC/Q1SfxbkvhwQZSA7wk1RR1og9JRs
    Wtf+3+iAnQHaHVo=
    -----END PUBLIC KEY-----

    """

  /// As securesystemslib 1.6.0 computes them: `SSlibKey.from_crypto(load_pem_public_key(pem)).keyid`.
  @Test(arguments: [
    (ed25519, SignatureScheme.ed25519, "3b122ac70afd932e52486a470ca679da0fd4e566527f9206ac53227b734c454e"),
    (p256, .ecdsaP256, "90bd977d3c355f6d829f7e4568aed00d7b55536d3ea7ecd7915c0a3624c669d0"),
    (compressed, .ecdsaP256, "90bd977d3c355f6d829f7e4568aed00d7b55536d3ea7ecd7915c0a3624c669d0"),
  ])
  func aKeyIsNamedAsOthersNameIt(pem: String, scheme: SignatureScheme, id: String) throws {
    let key = try PublicKey(pem: Array(pem.utf8), from: "k.pub")
    #expect(key.id == id)
    #expect(key.scheme == scheme)
    #expect(try PublicKey(pem: Array(key.pem.utf8), from: "k.pub") == key)
  }

  @Test(arguments: SignatureScheme.allCases)
  func whatAKeySignsItsPublicKeyAccepts(scheme: SignatureScheme) throws {
    let key = try PrivateKey(making: scheme)
    let text = Array("DSSEv1 4 text 2 hi".utf8)
    let signature = try key.signature(of: text)
    #expect(key.publicKey.accepts(signature, of: text))
    #expect(!key.publicKey.accepts(signature, of: text + [0]))
    for index in signature.indices {
      var other = signature
      other[index] ^= 1
      #expect(!key.publicKey.accepts(other, of: text), "byte \(index)")
    }
    #expect(!key.publicKey.accepts([], of: text))
    #expect(!(try PrivateKey(making: scheme).publicKey.accepts(signature, of: text)))
  }

  /// RFC 8032, 7.1, test 3.
  @Test func theStandardsOwnSignatureIsAccepted() throws {
    let key = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    let signature =
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    // RFC 8410: what stands before the bytes of the key.
    let der = Self.bytes("302a300506032b6570032100" + key)
    let pem = "-----BEGIN PUBLIC KEY-----\n\(Data(der).base64EncodedString())\n-----END PUBLIC KEY-----\n"
    #expect(
      try PublicKey(pem: Array(pem.utf8), from: "rfc8032").accepts(
        Self.bytes(signature), of: Self.bytes("af82")))
  }

  @Test func aKeyIsReadAgainFromItsFile() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "kiln-key-\(UUID().uuidString).pem")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let key = try PrivateKey(making: .ecdsaP256)
    try key.pem().write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try PrivateKey(file: path).publicKey == key.publicKey)
    #expect(throws: SignatureError(path: path, fault: "is a private key: give the public one")) {
      try PublicKey(pem: Array(try key.pem().utf8), from: path)
    }
  }

  /// RSA's, and those of other curves, are refused, as is what is none.
  @Test(arguments: [
    ("nothing", "is no public key in PEM"),
    ("", "is no public key in PEM"),
    (
      """
      -----BEGIN PUBLIC KEY-----
      MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEqwFPbA2t6Js5fUkEbGgbg6EDnpb1kDan
      wlDqEjypVwK1iiGlDcDaw6wHlrt+8HAbbpU555Wg1PkpvVFL4tP0+vYk/4MyVzQL
      ysYZB9gIcJilVSHqJfafPLAKGGrwNVj4
      -----END PUBLIC KEY-----

      """, "is neither an Ed25519 key nor one for ECDSA on P-256"
    ),
    (
      """
      -----BEGIN PUBLIC KEY-----
      MEMwBQYDK2VxAzoAx+GcDhVy6mUl+mSWVv5yx6rHAPzmfUJY54Q602ShZqRTyTMq
      YmGofZDXvlCSABHfAdXjwoGtmAuA
      -----END PUBLIC KEY-----

      """, "is neither an Ed25519 key nor one for ECDSA on P-256"
    ),
  ])
  func whatIsNoKeyIsRefused(pem: String, fault: String) {
    #expect(throws: SignatureError(path: "k.pub", fault: fault)) {
      try PublicKey(pem: Array(pem.utf8), from: "k.pub")
    }
  }

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }
}
