import Testing

@testable import Guest

struct IdentityTests {
  @Test func aUnitMakesWhatTheImageLeftOut() throws {
    let renewal = try #require(Identity.all.first { $0.title == "certificate 'snakeoil'" }?.renewal)
    #expect(renewal.unitName == "kiln-snakeoil-certificate.service")
    let lines = renewal.unit.split(separator: "\n").map(String.init)
    #expect(lines.contains("ConditionPathExistsGlob=!/etc/ssl/private/ssl-cert-snakeoil.key"))
    #expect(lines.contains("ExecStart=/usr/sbin/make-ssl-cert generate-default-snakeoil"))
    #expect(lines.contains("WantedBy=multi-user.target"))
  }

  /// Else a second cleaning would find what the first one left.
  @Test func whatIsResetIsNotFoundAgain() {
    for identity in Identity.all {
      guard let replacement = identity.replacement else { continue }
      #expect(!identity.markers.isEmpty && !identity.markers.contains(where: replacement.text.contains))
    }
  }
}
