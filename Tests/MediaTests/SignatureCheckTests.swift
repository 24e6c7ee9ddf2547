import Testing

@testable import Media

@Suite struct SignatureCheckTests {
  private static let good = "[GNUPG:] PLAINTEXT 74 0\n[GNUPG:] GOODSIG 1 a\n[GNUPG:] VALIDSIG 1\n"

  @Test(arguments: [
    good,
    good + "[GNUPG:] ERRSIG 2 1 8 01 0 9\n[GNUPG:] NO_PUBKEY 2\ngpgv: Can't check signature: No public key\n",
  ])
  func oneGoodSignatureIsEnough(report: String) {
    #expect(SignatureCheck.fault(in: report) == nil)
  }

  @Test(arguments: [
    ("", "gpgv found no valid signature"),
    ("gpgv: not a detached signature\n", "not a detached signature"),
    ("[GNUPG:] NODATA 1\ngpgv: no valid OpenPGP data found.\n", "no valid OpenPGP data found."),
    (good + "[GNUPG:] BADSIG 2 b\ngpgv: BAD signature from \"b\"\n", "BAD signature from \"b\""),
    (good + "[GNUPG:] PLAINTEXT 74 0\ngpgv: two texts\n", "two texts"),
    (
      "[GNUPG:] PLAINTEXT 74 0\n[GNUPG:] EXPKEYSIG 1 a\n[GNUPG:] VALIDSIG 1\ngpgv: Good signature\n",
      "the key has expired; Good signature"
    ),
  ])
  func anythingElseIsNoProof(report: String, reason: String) {
    #expect(SignatureCheck.fault(in: report) == reason)
  }

  /// A text in the signature's own file would be another than the one that is held against it.
  @Test func aDetachedSignatureHasNoTextOfItsOwn() {
    let report = "[GNUPG:] GOODSIG 1 a\n[GNUPG:] VALIDSIG 1\n"
    #expect(SignatureCheck.fault(in: report, isDetached: true) == nil)
    #expect(SignatureCheck.fault(in: Self.good, isDetached: true) == "gpgv found no valid signature")
    #expect(SignatureCheck.fault(in: report) == "gpgv found no valid signature")
  }
}
