import Diagnostics
import Foundation
import Provisioners
import Recipes
import Testing

@Suite struct SiteFileTests {
  @Test func serversAndDomainsReachTheSettings() throws {
    let tree = try RecipeTree([
      "web.yaml":
        "name: web\nparent: debian-13\ninstall: {ntp_servers: [10.0.0.1], dns_search: !replace [web.example.org]}\n"
    ])
    let site = "ntp_servers: [ntp.example.org]\ndns_search: [example.org]\ntimeouts: {silence: 20min}\n"
    let appliance = try tree.resolver(site: site).resolve("web").get()
    let install = appliance.install
    #expect(install.timeServers.map(\.value) == ["ntp.example.org"])
    #expect(tree.short("\(install.timeServers[0].origin)") == "site site.yaml:1:15")
    #expect(install.searchDomains.map(\.value) == ["example.org"])
    let step = try #require(appliance.chain[1].steps.first?.action as? SettingsStep)
    #expect(step.settings.timeServers.map(\.value) == ["ntp.example.org", "10.0.0.1"])
    #expect(step.settings.searchDomains.map(\.value) == ["web.example.org"])
  }

  @Test(arguments: [
    ("", InstallTimeouts()),
    ("timeouts: {answers: 90s}\n", InstallTimeouts(answers: .seconds(90))),
    (
      "timeouts:\n  answers: 5min\n  silence: 1h\n  install: 2h\n  script: 30min\n",
      InstallTimeouts(
        answers: .seconds(300), silence: .seconds(3600), install: .seconds(7200), script: .seconds(1800))
    ),
  ])
  func timeoutsAreDurations(text: String, expected: InstallTimeouts) throws {
    let tree = try RecipeTree(["site.yaml": text])
    #expect(try SiteFile(path: tree.path("site.yaml")).installTimeouts == expected)
  }

  @Test(arguments: [
    ("", ReleaseChannel.standard), ("channels: []\n", []),
    (
      "channels: [{name: edge}, {name: stable, requires: [boot]}]\n",
      [ReleaseChannel("edge"), ReleaseChannel("stable", requires: [.boot])]
    ),
  ])
  func channelsAreInTheirOrder(text: String, expected: [ReleaseChannel]) throws {
    let tree = try RecipeTree(["site.yaml": text])
    #expect(try SiteFile(path: tree.path("site.yaml")).channels == expected)
  }

  @Test func aPolicyIsFoundBesideTheFile() throws {
    let tree = try RecipeTree(["site.yaml": "policy: rules/grid.yaml\n", "none.yaml": "timezone: UTC\n"])
    #expect(try SiteFile(path: tree.path("site.yaml")).policy == tree.path("rules/grid.yaml"))
    #expect(try SiteFile(path: tree.path("none.yaml")).policy == nil)
  }

  @Test func dataAboutVulnerabilitiesAreFound() throws {
    let tree = try RecipeTree([
      "site.yaml":
        "vulnerabilities:\n- {kind: debian, url: 'https://example.org/json'}\n- {kind: oval, path: data/rhel.xml.bz2}\n"
    ])
    #expect(
      try SiteFile(path: tree.path("site.yaml")).vulnerabilities == [
        SiteVulnerabilityData(.debian, .url("https://example.org/json")),
        SiteVulnerabilityData(.oval, .path(tree.path("data/rhel.xml.bz2"))),
      ])
  }

  @Test(
    arguments: [
      ("", nil, false),
      ("max_release_age: 30d\n", .seconds(30 * 86400), false),
      ("allow_missing_updates: true\nmax_release_age: 12h\n", .seconds(12 * 3600), true),
      ("allow_missing_updates: false\n", nil, false),
    ] as [(String, Duration?, Bool)])
  func whatABuildMayDoWithoutIsRead(text: String, age: Duration?, isAllowed: Bool) throws {
    let tree = try RecipeTree(["site.yaml": text])
    let site = try SiteFile(path: tree.path("site.yaml"))
    #expect(site.maximumReleaseAge == age)
    #expect(site.allowsMissingUpdates == isAllowed)
  }

  @Test(arguments: [
    (
      "max_release_age: 30\n",
      "site.yaml:1:18: 'max_release_age' must be a whole number and one of min, h, d, such as 120d, found the number 30"
    ),
    (
      "ntp_servers: [\"ntp one\"]\n",
      "site.yaml:1:15: an item of 'ntp_servers' must be a host name or an IPv4 address, such as ntp.example.org, found 'ntp one'"
    ),
    (
      "ntp_servers: ntp.example.org\n",
      "site.yaml:1:14: 'ntp_servers' must be a list, found 'ntp.example.org'; write [ntp.example.org]"
    ),
    (
      "dns_search: [.example.org]\n",
      "site.yaml:1:14: an item of 'dns_search' must be a domain, such as example.org, found '.example.org'"
    ),
    (
      "timeouts: {silence: 20}\n",
      "site.yaml:1:21: 'silence' must be a whole number and one of s, min, h, such as 20min, found the number 20"
    ),
    (
      "timeouts: {silence: 20m}\n",
      "site.yaml:1:21: 'silence' must be a whole number and one of s, min, h, such as 20min, found '20m'"
    ),
    ("channels: [{name: edge}, {name: edge}]\n", "site.yaml:1:26: two channels are named 'edge'"),
    ("channels: [{requires: [boot]}]\n", "site.yaml:1:12: an item of 'channels' lacks 'name'"),
    (
      "channels: [{name: 1st}]\n",
      "site.yaml:1:19: 'name' must be a name of lower-case letters, digits, '.', '-' and '_' that begins with a letter, such as stable, found '1st'"
    ),
    ("timeouts: {quiet: 20min}\n", "site.yaml:1:12: unknown key 'quiet'"),
    ("timeouts: 20min\n", "site.yaml:1:11: 'timeouts' must be a mapping, found '20min'"),
    (
      "ca_certificate: [ca.pem]\n",
      "site.yaml:1:1: unknown key 'ca_certificate' (did you mean 'ca_certificates'?)"
    ),
  ])
  func wrongValuesAreNamed(text: String, message: String) throws {
    let tree = try RecipeTree(["site.yaml": text])
    let error = #expect(throws: Diagnostics.self) { try SiteFile(path: tree.path("site.yaml")) }
    #expect(tree.lines(error?.list ?? []) == [message])
  }

  @Test func theExampleIsValid() throws {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
      .standardizedFileURL
    let site = try SiteFile(path: checkout.appending(path: "examples/site.yaml").path)
    let library = Library(folders: [], shipped: checkout.path, provisioners: .all)
    let install = try Resolver(library, site: site).resolve("debian-13").get().install
    #expect(install.timezone.origin.description.hasPrefix("site "))
    #expect(library.diagnostics == [])
  }

  private static let pem = "-----BEGIN CERTIFICATE-----\nMIIBtDCCAVmg\n-----END CERTIFICATE-----\n"

  @Test(arguments: [("[qcow2, ova]", true), ("[ova-2.0]", true), ("[qcow2, vmdk]", false)])
  func onlyOVAsAreSigned(formats: String, isSigned: Bool) throws {
    let tree = try RecipeTree([
      "web.yaml": "name: web\nparent: debian-13\nformats: \(formats)\n", "keys/site.pem": Self.pem,
    ])
    let site = "ova: {certificate: keys/site.pem, key: keys/site.key}\n"
    let signing = try tree.resolver(site: site).resolve("web").get().ovaSigning
    #expect(signing?.certificate.text == (isSigned ? Self.pem : nil))
    #expect(signing?.key.hasSuffix("/keys/site.key") ?? !isSigned)
  }

  @Test(arguments: [
    ("ova: {certificate: none.pem, key: k.pem}\n", "'none.pem' cannot be read: no such file"),
    ("ova: {certificate: site.yaml, key: k.pem}\n", "holds no certificate in PEM"),
    ("ova: {key: k.pem}\n", "site.yaml:1:6: 'ova' needs 'certificate' and 'key'"),
  ])
  func aCertificateThatIsNoneIsNamed(text: String, message: String) throws {
    let tree = try RecipeTree(["site.yaml": text])
    let error = #expect(throws: Diagnostics.self) { try SiteFile(path: tree.path("site.yaml")) }
    #expect(tree.lines(error?.list ?? []).contains { $0.contains(message) }, "\(error?.list ?? [])")
  }
}
