import Media
import Recipes

/// Where an appliance's newer packages would come from: many appliances ask the same.
struct PackageQuery: Hashable {
  let format: PackageFormat
  let architecture: String
  let archives: [PackageArchive]
  let proxy: String?

  /// - Parameters:
  ///   - format: of the packages that the appliance has.
  ///   - security: where builds fetch Debian's security updates; nil: where images do.
  /// - Returns: nil where the recipe says too little.
  init?(_ appliance: Appliance, format: PackageFormat, security: String?) {
    self.format = format
    proxy = appliance.install.proxy?.value
    switch format {
    case .deb:
      architecture = appliance.system.archiveArchitecture
      archives = appliance.debianArchives(security: security)
    case .rpm:
      architecture = appliance.system.architecture
      archives = appliance.repositories
    }
    if archives.isEmpty { return nil }
  }
}

extension Appliance {
  fileprivate func debianArchives(security: String?) -> [PackageArchive] {
    guard let keyring = keyring, !system.codename.isEmpty else { return [] }
    func archive(_ suite: String, _ mirrors: [String], isSecurity: Bool = false) -> PackageArchive {
      .debian(mirrors: mirrors, suite: suite, keyring: keyring, isSecurity: isSecurity)
    }
    let suite = system.codename
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

  fileprivate var repositories: [PackageArchive] {
    let paths = installer.repositories.isEmpty ? [installer.tree] : installer.repositories.map(\.path)
    return paths.compactMap { path in
      guard let path = path?.value, !mirrors.isEmpty else { return nil }
      return .rpm(addresses: mirrors.map { joined($0, path) }, keyring: keyring)
    }
  }

  private func joined(_ mirror: String, _ path: String) -> String {
    mirror.hasSuffix("/") ? mirror + path : "\(mirror)/\(path)"
  }

  /// The distribution's keys: those that its media are checked with sign its archive as well.
  private var keyring: String? {
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
