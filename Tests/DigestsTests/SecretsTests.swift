import Foundation
import Testing

@testable import Digests

/// Expected values computed with Python's `hashlib.scrypt(..., n=2**14, r=8, p=1, dklen=32)`;
/// the last is the first half of RFC 7914's third vector.
private let scryptVectors: [(secret: String, salt: String, digest: String)] = [
  (
    "", "",
    "d72c87d0f077c7766f2985dfab30e8955c373a13a1e93d315203939f542ff86e"
  ),
  (
    "hunter2", "salt",
    "6e58e81b6514728a386750bdb102dad584ede97eb4bdba610015c5a3dd2af34e"
  ),
  (
    "pleaseletmein", "SodiumChloride",
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
  ),
]

@Test(arguments: scryptVectors)
func scryptMatchesItsVectors(secret: String, salt: String, digest: String) throws {
  #expect(try scrypt(secret: Array(secret.utf8), salt: Array(salt.utf8)) == digest)
}
