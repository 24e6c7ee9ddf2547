extension MachineConfiguration.Baseline {
  /// RHEL and what is made from it are built for x86-64-v2 since 9, and for v3 since 10: elsewhere their C library ends every
  /// program ("CPU does not support x86-64-v2"). Debian, Ubuntu and Fedora run everywhere.
  public init(distribution: String, release: String) {
    let number = Int(release.prefix { $0 != "." }) ?? 0
    self = ["debian", "fedora", "ubuntu"].contains(distribution) || number < 9 ? .oldest : .recent
  }
}
