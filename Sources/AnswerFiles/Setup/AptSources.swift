/// The archives that a finished Debian or Ubuntu fetches packages from (sources.list(5), DEB822-STYLE FORMAT).
struct AptSources {
  let mirror: String
  let suite: String
  /// Beyond the distribution's own free ones, such as `contrib`.
  var optional: [String] = []
  let distribution: String

  /// Where the distribution's own tools look for them.
  var file: String { "/etc/apt/sources.list.d/\(distribution).sources" }

  /// Rolling suites have neither updates nor an archive of security updates.
  var lines: [String] {
    let rolling = ["sid", "unstable"].contains(suite)
    let main = stanza(mirror, rolling ? suite : "\(suite) \(suite)-updates")
    return rolling ? main : main + [""] + stanza(securityMirror, "\(suite)-security")
  }

  var components: [String] { (distribution == "ubuntu" ? ["main", "universe"] : ["main"]) + optional }

  /// The archive of Ubuntu's ports holds their security updates itself.
  private var securityMirror: String {
    guard distribution == "ubuntu" else { return "http://security.debian.org/debian-security" }
    return mirror.hasSuffix("/ubuntu-ports") ? mirror : "http://security.ubuntu.com/ubuntu"
  }

  private func stanza(_ address: String, _ suites: String) -> [String] {
    [
      "Types: deb", "URIs: \(address)", "Suites: \(suites)",
      "Components: \(components.joined(separator: " "))",
      "Signed-By: /usr/share/keyrings/\(distribution)-archive-keyring.gpg",
    ]
  }
}
