import Recipes
import Testing

@testable import Media

/// Where updates may be in is what freshness asks about: a suite that is left out would be missed for ever.
struct DebianArchivesTests {
  private func suites(_ distribution: String, _ suite: String) -> [String] {
    func standard<Value>(_ value: Value) -> Sourced<Value> { Sourced(value, from: .standard) }
    let appliance = Appliance(
      name: "web", title: "web", description: "", version: "1", chain: [],
      system: OperatingSystem(
        distribution: distribution, release: "1", codename: suite, architecture: "x86_64"),
      installer: .bootstrap(
        .init(
          archive: .init(suite: Suite(formed: suite), keyring: "/k.gpg"),
          mirrors: [standard("http://mirror.example.org/archive")])),
      hardware: Hardware(cpus: 1, memory: 0, disks: []),
      install: InstallSettings(
        locale: standard("C.UTF-8"), keyboard: standard("us"), timezone: standard("UTC"),
        hostname: standard("web"), authorizedKeys: [], users: [],
        storage: Storage(table: standard(.gpt), partitions: []), packages: [], kernelArguments: [], raw: []),
      groups: [], attributes: [:])
    return appliance.debianArchives(suite: suite, security: nil).map { archive in
      guard case .debian(let mirrors, let suite, _, let isSecurity) = archive else { return "another" }
      return "\(suite) \(mirrors.joined(separator: " "))\(isSecurity ? " (security)" : "")"
    }
  }

  @Test(arguments: [
    (
      "debian", "trixie",
      [
        "trixie http://mirror.example.org/archive", "trixie-updates http://mirror.example.org/archive",
        "trixie-security http://security.debian.org/debian-security (security)",
      ]
    ),
    (
      "ubuntu", "noble",
      [
        "noble http://mirror.example.org/archive", "noble-updates http://mirror.example.org/archive",
        "noble-security http://mirror.example.org/archive (security)",
      ]
    ), ("debian", "sid", ["sid http://mirror.example.org/archive"]),
  ])
  func aReleaseHasItsUpdatesAndSecurityUpdates(distribution: String, suite: String, expected: [String]) {
    #expect(suites(distribution, suite) == expected)
  }
}
