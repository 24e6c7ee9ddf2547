extension Family {
  /// Red Hat Enterprise Linux and what is made from it.
  ///
  /// Built for x86-64-v2 since 9, and for v3 since 10: elsewhere the C library ends every program ("CPU does not support
  /// x86-64-v2").
  public static let enterpriseLinux = Family(
    name: "enterprise-linux",
    distributions: [
      "almalinux", "centos", "centos-stream", "ol", "oraclelinux", "rhel", "rocky", "scientific",
      "scientificlinux",
    ],
    packageManager: .dnf,
    formerPackageManager: FormerPackageManager(manager: .yum, last: 7),
    kickstart: KickstartSeries(
      prefix: "RHEL", title: "RHEL", releases: 7...10, age: nil, lastWithBtrfs: 7,
      bootsFromRAID1OnlySince: nil),
    needsRecentProcessorsSince: 9, groups: redHatGroups, operatingSystemType: 80)
}
