import Families

/// Reads what pins a build to a time.
extension ApplianceReader {
  /// Nil for an installer, which asks archives and clocks itself, and for what names no time.
  var pin: Pin? {
    let kind = value["installer"]?["kind"]?.text.flatMap(Installer.Kind.init)
    guard kind?.canBePinned == true else { return nil }
    let snapshot = snapshot
    return (epoch ?? snapshot?.time.seconds).map { Pin(snapshot: snapshot, epoch: $0) }
  }

  /// The archives as they were at the time that the recipe names.
  var snapshot: Snapshot? {
    guard let time: Sourced<SnapshotTime> = value["installer"]?.formed("snapshot"), let place = snapshots
    else { return nil }
    let security = family.archive?.securitySnapshots(beside: place)
    return Snapshot(
      time: time.value, archive: "\(place)/\(time.value)", security: security.map { "\($0)/\(time.value)" })
  }

  mutating func checkSnapshot() {
    guard let written = value["installer"]?["snapshot"], isWellFormed, snapshots == nil else { return }
    let name = distribution
    report(
      "no archive of snapshots is known for '\(name)'; name one in the site file: 'snapshots: {\(name): …}'",
      at: written.origin)
  }

  /// The address below which the distribution's archive has each of its states, by time.
  private var snapshots: String? {
    siteSnapshots[distribution]?.base ?? family.archive?.snapshots
  }

  private var distribution: String { value["os"]?.string("distribution") ?? "" }
  private var family: Family { Family.of(distribution) }
}

extension Installer.Kind {
  /// Whether Kiln itself has packages fetched and sees to what time files get.
  var canBePinned: Bool { self == .bootstrap || self == .image }
}
