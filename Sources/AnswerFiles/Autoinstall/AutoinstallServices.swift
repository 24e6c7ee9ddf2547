import Recipes

/// Accounts, certificates and what the installed system looks up: all by commands, for the installer makes only one user,
/// with a password, and leaves the rest to a first boot, which would be too late for an image.
extension AutoinstallRenderer {
  mutating func addAccounts() {
    // The installer takes any user-data in place of that user.
    set("user-data", "preserve_hostname", to: .bare(true, from: install.hostname.origin))
    let accounts = AccountCommands(install, write: writing)
    commands += accounts.commands
    problems += accounts.problems
  }

  mutating func addServices() {
    for certificate in install.certificates { add(certificate.value, from: certificate.origin) }
    if let first = install.certificates.first {
      run("curtin in-target --target=/target -- update-ca-certificates", from: first.origin)
    }
    addTimeServers()
    addSearchDomains()
  }

  /// update-ca-certificates(8).
  private mutating func add(_ certificate: Certificate, from origin: Origin) {
    let folder = "/target/usr/local/share/ca-certificates"
    let lines = certificate.text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    run("mkdir -p \(folder)", from: origin)
    run(writing(lines, to: shellWord("\(folder)/\(certificate.name).crt")), from: origin)
  }

  /// For systemd-timesyncd, and for chrony where the release has that instead (timesyncd.conf(5), chrony.conf(5)).
  private mutating func addTimeServers() {
    guard let first = install.timeServers.first else { return }
    for server in install.timeServers {
      Rule.hostname.check(server.value, "ntp", at: server.origin, &problems)
    }
    let names = install.timeServers.map(\.value)
    run("mkdir -p /target/etc/systemd/timesyncd.conf.d", from: first.origin)
    run(
      writing(
        ["[Time]", "NTP=" + names.joined(separator: " ")],
        to: "/target/etc/systemd/timesyncd.conf.d/50-site.conf"), from: first.origin)
    let sources = writing(
      names.map { "server \($0) iburst" }, to: "/target/etc/chrony/sources.d/site.sources")
    run(
      "if test -d /target/etc/chrony/sources.d; then\nrm -f /target/etc/chrony/sources.d/*\n\(sources)fi",
      from: first.origin)
  }

  /// resolved.conf(5).
  private mutating func addSearchDomains() {
    guard let first = install.searchDomains.first else { return }
    for domain in install.searchDomains {
      Rule.hostname.check(domain.value, "search domain", at: domain.origin, &problems)
    }
    let domains = install.searchDomains.map(\.value).joined(separator: " ")
    run("mkdir -p /target/etc/systemd/resolved.conf.d", from: first.origin)
    run(
      writing(["[Resolve]", "Domains=\(domains)"], to: "/target/etc/systemd/resolved.conf.d/50-site.conf"),
      from: first.origin)
  }
}
