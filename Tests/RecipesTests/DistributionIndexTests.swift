import Testing

@testable import Recipes

@Suite struct DistributionIndexTests {
  /// Recipe, distribution, release.
  private static let shipped = [
    ("debian-12", "debian", "12"), ("debian-13", "debian", "13"), ("debian-13-bootstrap", "debian", "13"),
    ("rocky-8", "rocky", "8.10"), ("rocky-9", "rocky", "9.6"), ("rocky-9-aarch64", "rocky", "9.6"),
    ("rocky-10", "rocky", "10.0"), ("acme-9.6", "acme", "9.6"), ("acme-9.10", "acme", "9.10"),
    ("centos-7", "centos", "7.9"), ("centos-stream-9", "centos-stream", "9"),
    ("ubuntu-24.04", "ubuntu", "24.04"),
    ("my-debian", "debian", "14"), ("debian-sid", "debian", "sid"), ("rocky-8.9", "rocky", "9.9"),
    ("twin-1", "twin", "1.2"), ("twin-1.2", "twin", "1.2"),
  ]

  private static let index = DistributionIndex(
    Dictionary(
      uniqueKeysWithValues: shipped.map { name, distribution, release in
        (
          name,
          OperatingSystem(distribution: distribution, release: release, codename: "", architecture: "x86_64")
        )
      }))

  @Test(arguments: [
    ("debian", "debian-13"), ("debian-13", "debian-13"), ("debian-12", "debian-12"), ("rocky", "rocky-10"),
    ("rocky-9", "rocky-9"), ("rocky-9.6", "rocky-9"), ("rocky-8", "rocky-8"), ("rocky-8.10", "rocky-8"),
    ("acme", "acme-9.10"), ("acme-9", "acme-9.10"), ("acme-9.6", "acme-9.6"), ("centos", "centos-7"),
    ("centos-7.9", "centos-7"), ("centos-stream", "centos-stream-9"), ("ubuntu-24", "ubuntu-24.04"),
    ("twin", "twin-1"), ("twin-1.2", "twin-1"),
  ])
  func theHighestReleaseThatFitsIsMeant(name: String, expected: String) throws {
    #expect(try Self.index.recipe(for: name) == expected)
  }

  @Test(arguments: [
    "", "deb", "debianx", "debian-testing", "rocky-v9", "plan9", "my-debian", "Debian", "debian_13",
  ])
  func otherNamesAreNone(name: String) throws {
    #expect(try Self.index.recipe(for: name) == nil)
  }

  @Test(arguments: [
    ("rocky-9.99", "'rocky' has no release 9.99; there are 8.10, 9.6, 10.0"),
    ("rocky-1", "'rocky' has no release 1; there are 8.10, 9.6, 10.0"),
    ("debian-13.1", "'debian' has no release 13.1; there are 12, 13"),
    ("twin-2", "'twin' has no release 2; there is only 1.2"),
    (
      "rocky-",
      "'' is no version of 'rocky'; a version is numbers with single dots between them, such as 9 or 9.6"
    ),
    (
      "rocky-9..1",
      "'9..1' is no version of 'rocky'; a version is numbers with single dots between them, such as 9 or 9.6"
    ),
    (
      "centos-stream-9.x",
      "'9.x' is no version of 'centos-stream'; a version is numbers with single dots between them, such as 9 or 9.6"
    ),
  ])
  func noReleaseAndNoVersionAreTwoErrors(name: String, message: String) {
    let error = #expect(throws: UnknownName.self) { try Self.index.recipe(for: name) }
    #expect(error?.description == message)
  }
}
