import Recipes

extension Appliance {
  /// The suites of Debian's or Ubuntu's archives that its packages are from: the release, its updates, and its security
  /// updates; empty where the recipe names none, or no keys to check them with.
  ///
  /// - Parameter security: where builds fetch Debian's security updates; nil: where images do.
  public func debianArchives(suite: String, security: String?) -> [PackageArchive] {
    guard let keyring, !suite.isEmpty else { return [] }
    func archive(_ suite: String, _ mirrors: [String], isSecurity: Bool = false) -> PackageArchive {
      .debian(mirrors: mirrors, suite: suite, keyring: keyring, isSecurity: isSecurity)
    }
    // Rolling suites have neither updates nor an archive of security updates.
    guard !["sid", "unstable"].contains(suite) else { return [archive(suite, mirrors)] }
    return [
      archive(suite, mirrors), archive("\(suite)-updates", mirrors),
      archive("\(suite)-security", securityMirrors(security), isSecurity: true),
    ]
  }

  /// The host's own apt knows an archive of security updates for the distribution that the host runs; Ubuntu's mirrors
  /// carry it themselves.
  private func securityMirrors(_ security: String?) -> [String] {
    if system.distribution == "ubuntu" { return mirrors }
    let standard = "http://security.debian.org/debian-security"
    guard let security, case .host? = buildMirror?.origin else { return [standard] }
    return security == standard ? [standard] : [security, standard]
  }

  /// The distribution's keys: those that its media are checked with sign its archive as well.
  public var keyring: String? {
    switch installer.media {
    case .archive(let media): media.archive.keyring
    case .bootstrap(let archive): archive.keyring
    case .direct(let media): media.kernel.keyring ?? standardKeyring
    case .iso(let media): media.iso.keyring ?? standardKeyring
    case .image(let file): file.keyring ?? standardKeyring
    }
  }

  private var standardKeyring: String? {
    system.distribution == "debian" ? "/usr/share/keyrings/debian-archive-keyring.gpg" : nil
  }
}

extension Installer.MediaFile {
  fileprivate var keyring: String? {
    if case .checksums(let list) = check { list.keyring } else { nil }
  }
}

extension OperatingSystem {
  /// What Debian's archives call its architecture.
  public var archiveArchitecture: String { architecture == "aarch64" ? "arm64" : "amd64" }
}
