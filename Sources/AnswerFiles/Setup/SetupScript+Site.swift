import Recipes

/// What belongs to the place where a system runs.
extension SetupScript {
  /// Where names are looked up and what time it is (resolved.conf(5), timesyncd.conf(5)), in folders that are there; and
  /// whose certificates hold (update-ca-certificates(8)).
  mutating func addSite(of install: InstallSettings) {
    addList(install.searchDomains, "resolved", "Resolve", "Domains")
    addList(install.timeServers, "timesyncd", "Time", "NTP")
    for certificate in install.certificates {
      let file = "/usr/local/share/ca-certificates/\(certificate.value.name).crt"
      write(certificate.value.lines, to: file, from: certificate.origin)
    }
    if !install.certificates.isEmpty { run("update-ca-certificates", from: .standard) }
  }

  private mutating func addList(
    _ names: [Sourced<Hostname>], _ service: String, _ section: String, _ key: String
  ) {
    guard let first = names.first else { return }
    let value = names.map(\.value.text).joined(separator: " ")
    write(
      ["[\(section)]", "\(key)=\(value)"], to: "/etc/systemd/\(service).conf.d/site.conf",
      from: first.origin)
  }
}
