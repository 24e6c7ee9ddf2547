extension Family {
  /// Fedora. Every release that is known reads the kickstart syntax that came after RHEL 10. Fedora 43 took away all levels but
  /// one of the arrays that it boots from (Anaconda's `stage2_raid_levels`).
  public static let fedora = Family(
    name: "fedora", distributions: ["fedora"], packageManager: .dnf,
    kickstart: KickstartSeries(
      prefix: "F", title: "Fedora", releases: 41...99, age: 11, lastWithBtrfs: nil,
      bootsFromRAID1OnlySince: 43),
    groups: redHatGroups,
    // CIM has no number for it: any Linux of 64 bits.
    operatingSystemType: 101)
}
