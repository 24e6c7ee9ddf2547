extension Family {
  /// Ubuntu.
  public static let ubuntu = Family(
    name: "ubuntu", distributions: ["ubuntu"], packageManager: .apt, archive: .ubuntu,
    groups: debianGroups.union(["admin", "landscape", "lxd", "uuidd"]), operatingSystemType: 94)
}

extension AptArchive {
  /// Ubuntu's own, which subiquity makes systems from. Every mirror carries the security updates as well.
  public static let ubuntu = AptArchive(
    keyring: "/usr/share/keyrings/ubuntu-archive-keyring.gpg", isKeyringOnHosts: false,
    keyringPackage: "ubuntu-keyring", sourcesFile: "/etc/apt/sources.list.d/ubuntu.sources",
    components: ["main", "universe"], optionalComponents: ["restricted", "multiverse"],
    security: .onMirrors(standard: "http://security.ubuntu.com/ubuntu", ports: "ubuntu-ports"),
    rollingSuites: [], standingSuite: nil,
    snapshots: "http://snapshot.ubuntu.com/ubuntu")
}
