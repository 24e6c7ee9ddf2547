import Recipes
import Testing

@testable import AnswerFiles

private let pem = "-----BEGIN CERTIFICATE-----\nMIIB+/==\n-----END CERTIFICATE-----\n"

@Suite struct NetworkServicesTests {
  @Test func certificatesAreTrusted() throws {
    let appliance = debian { $0.install.certificates = [at(8, Certificate(name: "example", text: pem))] }
    let outcome = try Installation.run("preseed/late_command", of: appliance)
    #expect(outcome.status == 0)
    #expect(outcome.files["target/usr/local/share/ca-certificates/example.crt"] == pem)
    #expect(outcome.calls.contains("chroot </target> <update-ca-certificates>"))
    #expect(try render(appliance).packages.contains("ca-certificates"))
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
}
