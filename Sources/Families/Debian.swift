extension Family {
  /// Debian itself.
  public static let debian = Family(
    name: "debian", distributions: ["debian"], packageManager: .apt, archive: .debian,
    groups: debianGroups, operatingSystemType: 96)
}

extension AptArchive {
  /// Debian's own, which debian-installer makes systems from.
  public static let debian = AptArchive(
    keyring: "/usr/share/keyrings/debian-archive-keyring.gpg", isKeyringOnHosts: true,
    keyringPackage: "debian-archive-keyring", sourcesFile: "/etc/apt/sources.list.d/debian.sources",
    components: ["main"], optionalComponents: ["contrib", "non-free", "non-free-firmware"],
    security: .separate("http://security.debian.org/debian-security"), rollingSuites: ["sid", "unstable"],
    standingSuite: "stable", snapshots: "http://snapshot.debian.org/archive/debian")
}
