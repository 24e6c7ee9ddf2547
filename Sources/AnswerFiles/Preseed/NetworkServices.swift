import Recipes

/// What the site's network offers, as drop-ins of the services that use it.
extension PreseedRenderer {
  mutating func addNetworkServices() {
    for certificate in install.certificates { add(certificate) }
    if let last = install.certificates.last {
      run("chroot /target update-ca-certificates > /dev/null", from: last.origin)
    }
    // timesyncd.conf(5)
    addList(
      install.timeServers, file: "timesyncd.conf.d/50-servers.conf", "Time", "NTP"
    )
    // resolved.conf(5)
    addList(
      install.searchDomains, file: "resolved.conf.d/50-search.conf", "Resolve", "Domains")
  }

  /// update-ca-certificates(8)
  private mutating func add(_ certificate: Sourced<Certificate>) {
    let file = "/target/usr/local/share/ca-certificates/\(certificate.value.name).crt"
    run(write(certificate.value.lines, to: file), from: certificate.origin)
  }

  private mutating func addList(
    _ values: [Sourced<Hostname>], file: String, _ section: String, _ key: String
  ) {
    guard let first = values.first else { return }
    let path = "/target/etc/systemd/\(file)"
    run("mkdir -p \(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))", from: first.origin)
    let list = values.map(\.value.text).joined(separator: " ")
    run(write(["[\(section)]", "\(key)=\(list)"], to: path), from: first.origin)
  }
}
