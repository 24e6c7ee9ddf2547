import Recipes

/// What belongs to the place where a system runs.
extension SetupScript {
  /// Where names are looked up and what time it is (resolved.conf(5), timesyncd.conf(5)), in folders that are there; and
  /// whose certificates hold (update-ca-certificates(8)).
  mutating func addSite(of install: InstallSettings) {
    addList(install.searchDomains, "searchDomains", .domain, "resolved", "Resolve", "Domains")
    addList(install.timeServers, "timeServers", .timeServer, "timesyncd", "Time", "NTP")
    for certificate in install.certificates {
      guard let lines = certificateLines(certificate, &problems) else { continue }
      let file = "/usr/local/share/ca-certificates/\(certificate.value.name).crt"
      write(lines, to: file, from: certificate.origin)
    }
    if !install.certificates.isEmpty { run("update-ca-certificates", from: .standard) }
  }

  private mutating func addList(
    _ names: [Sourced<String>], _ setting: String, _ rule: Rule, _ service: String, _ section: String,
    _ key: String
  ) {
    guard let first = names.first else { return }
    for name in names { rule.check(name.value, setting, at: name.origin, &problems) }
    let value = names.map(\.value).joined(separator: " ")
    write(
      ["[\(section)]", "\(key)=\(value)"], to: "/etc/systemd/\(service).conf.d/site.conf",
      from: first.origin)
  }
}
