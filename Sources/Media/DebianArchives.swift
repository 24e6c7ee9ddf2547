import Families
public import Foundation
import Recipes

extension Appliance {
  /// The suites of Debian's or Ubuntu's archives that its packages are from: the release, its updates, and its security
  /// updates; empty where the recipe names none, or no keys to check them with.
  ///
  /// - Parameter security: where builds fetch Debian's security updates; nil: where images do.
  public func debianArchives(suite: String, security: String?) -> [PackageArchive] {
    guard let keyring, let own = system.family.archive, !suite.isEmpty else { return [] }
    func archive(_ suite: String, _ mirrors: [String], isSecurity: Bool = false) -> PackageArchive {
      .debian(mirrors: mirrors, suite: suite, keyring: keyring, isSecurity: isSecurity)
    }
    let updates = own.updates(of: suite).map { archive($0, mirrors) }
    let securityUpdates = own.securityUpdates(of: suite).map {
      archive($0, securityMirrors(of: own, on: security), isSecurity: true)
    }
    return [archive(suite, mirrors)] + [updates, securityUpdates].compactMap(\.self)
  }

  /// The host's own apt knows an archive of security updates for the distribution that the host runs.
  private func securityMirrors(of archive: AptArchive, on host: String?) -> [String] {
    if let snapshot = pin?.snapshot { return [snapshot.security ?? snapshot.archive] }
    guard let standard = archive.separateSecurityArchive else { return mirrors }
    guard let host, case .host? = buildMirror?.origin else { return [standard] }
    return host == standard ? [standard] : [host, standard]
  }

  /// The distribution's keys: those that its media are checked with sign its archive as well.
  public var keyring: String? {
    switch installer {
    case .program(let program):
      switch program.media {
      case .debianInstaller(.archive(let media)): media.archive.keyring
      case .debianInstaller(.files(let files)), .anaconda(let files), .subiquity(let files):
        files.keyring ?? standardKeyring
      }
    case .bootstrap(let bootstrap): bootstrap.archive.keyring
    case .image(let image): image.file.keyring ?? standardKeyring
    }
  }

  private var standardKeyring: String? {
    system.family.archive.flatMap { $0.isKeyringOnHosts ? $0.keyring : nil }
  }
}

extension Snapshot {
  public var date: Date { Date(timeIntervalSince1970: TimeInterval(time.seconds)) }
}

extension Installer.BootFiles {
  /// With which the first of them is checked.
  fileprivate var keyring: String? {
    switch self {
    case .direct(let media): media.kernel.keyring
    case .iso(let media): media.iso.keyring
    }
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
