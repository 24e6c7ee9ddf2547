import Recipes

/// What the site's network offers, as drop-ins of the services that use it.
extension PreseedRenderer {
  mutating func addNetworkServices() {
    for certificate in install.certificates { add(certificate.value, from: certificate.origin) }
    if let last = install.certificates.last {
      run("chroot /target update-ca-certificates > /dev/null", from: last.origin)
    }
    // timesyncd.conf(5)
    addList(
      install.timeServers, "timeServers", .timeServer, file: "timesyncd.conf.d/50-servers.conf", "Time", "NTP"
    )
    // resolved.conf(5)
    addList(
      install.searchDomains, "searchDomains", .domain, file: "resolved.conf.d/50-search.conf", "Resolve",
      "Domains")
  }

  /// update-ca-certificates(8)
  private mutating func add(_ certificate: Certificate, from origin: Origin) {
    Rule.certificateName.check(certificate.name, "certificates: name", at: origin, &problems)
    let blocks = pemLines(certificate.text)
    guard !blocks.isEmpty, blocks.allSatisfy({ $0.utf8.consists(of: "+/= -") }) else {
      let message = "certificates: '\(certificate.name)' has no PEM block '-----BEGIN CERTIFICATE-----'"
      return problems.append(AnswerFileProblem(message, at: origin))
    }
    let file = "/target/usr/local/share/ca-certificates/\(certificate.name).crt"
    run(write(blocks, to: file), from: origin)
  }

  private mutating func addList(
    _ values: [Sourced<String>], _ setting: String, _ rule: Rule, file: String, _ section: String,
    _ key: String
  ) {
    guard let first = values.first else { return }
    for value in values { rule.check(value.value, setting, at: value.origin, &problems) }
    let path = "/target/etc/systemd/\(file)"
    run("mkdir -p \(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))", from: first.origin)
    let list = values.map(\.value).joined(separator: " ")
    run(write(["[\(section)]", "\(key)=\(list)"], to: path), from: first.origin)
  }
}

/// The lines of the certificates in a text, without what people write around them (RFC 7468, section 2).
private func pemLines(_ text: String) -> [String] {
  var inside = false
  return text.split(whereSeparator: \.isNewline).map(String.init).filter { line in
    if line == "-----BEGIN CERTIFICATE-----" { inside = true }
    defer { if line == "-----END CERTIFICATE-----" { inside = false } }
    return inside
  }
}
