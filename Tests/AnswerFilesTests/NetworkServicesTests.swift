import Recipes
import Testing

@testable import AnswerFiles

private let pem = "-----BEGIN CERTIFICATE-----\nMIIB+/==\n-----END CERTIFICATE-----\n"

private func appliance(certificate text: String, name: String = "example") -> Appliance {
  debian { $0.install.certificates = [at(8, Certificate(name: name, text: text))] }
}

@Suite struct NetworkServicesTests {
  @Test(arguments: [pem, "Subject: it's ours\n\(pem)\n", pem.replacing("\n", with: "\r\n")])
  func certificatesAreTrusted(_ text: String) throws {
    let appliance = appliance(certificate: text)
    let outcome = try Installation.run("preseed/late_command", of: appliance)
    #expect(outcome.status == 0)
    #expect(outcome.files["target/usr/local/share/ca-certificates/example.crt"] == pem)
    #expect(outcome.calls.contains("chroot </target> <update-ca-certificates>"))
    #expect(try render(appliance).packages.contains("ca-certificates"))
  }

  @Test(arguments: [
    "", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----\n'\n",
  ])
  func whatIsNoCertificateIsRefused(_ text: String) {
    #expect(
      problems(appliance(certificate: text)) == [
        "debian-13.yaml:8:1: certificates: 'example' has no PEM block '-----BEGIN CERTIFICATE-----'"
      ])
  }

  @Test func aCertificatesNameIsAFileName() {
    #expect(
      problems(appliance(certificate: pem, name: "../x")) == [
        #"debian-13.yaml:8:1: certificates: name: "../x" is not a file name of letters, digits and _.- alone"#
      ])
  }

  @Test func serversAndDomainsAreDropIns() throws {
    let outcome = try Installation.run(
      "preseed/late_command",
      of: debian {
        $0.install.timeServers = [at(8, "ntp1.example.org"), at(9, "10.0.0.1")]
        $0.install.searchDomains = [at(10, "example.org"), at(11, "lab.example.org")]
      })
    #expect(
      outcome.files["target/etc/systemd/timesyncd.conf.d/50-servers.conf"]
        == "[Time]\nNTP=ntp1.example.org 10.0.0.1\n")
    #expect(
      outcome.files["target/etc/systemd/resolved.conf.d/50-search.conf"]
        == "[Resolve]\nDomains=example.org lab.example.org\n")
  }

  @Test func serversAndDomainsAreNames() {
    let found = problems(
      debian {
        $0.install.timeServers = [at(8, "a b")]
        $0.install.searchDomains = [at(9, "-")]
      })
    #expect(
      found == [
        #"debian-13.yaml:8:1: timeServers: "a b" is not the host name or IPv4 address of a time server"#,
        #"debian-13.yaml:9:1: searchDomains: "-" is not a domain name"#,
      ])
  }
}
