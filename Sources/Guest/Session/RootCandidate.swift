/// A file system that an operating system was found on.
struct RootCandidate: Hashable {
  /// As libguestfs names it: `/dev/sda1`, `/dev/vg0/root`, `btrfsvol:/dev/sda2/@`.
  var device: String
  /// What its own fstab has as `/`.
  var mountsAsRoot: String?
  /// The volume that it is a snapshot of (LVM).
  var origin: String?

  /// Those that may be the system: copies of another one are left out.
  ///
  /// A copy says so itself: LVM knows a snapshot's origin, and the fstab of a btrfs snapshot names the subvolume that it was made of.
  static func originals(_ all: [RootCandidate]) -> [RootCandidate] {
    let noSnapshots = dropping(all) { one, others in one.origin.map(others.contains) ?? false }
    let noCopies = dropping(noSnapshots) { one, others in
      one.mountsAsRoot.map { $0 != one.device && others.contains($0) } ?? false
    }
    // A btrfs is booted from its default subvolume, which goes by the device's own name.
    return dropping(noCopies) { one, others in one.btrfs.map(others.contains) ?? false }
  }

  /// Never all of them: of copies that name one another, each may be the original.
  private static func dropping(
    _ candidates: [RootCandidate], where isCopy: (RootCandidate, Set<String>) -> Bool
  ) -> [RootCandidate] {
    let devices = Set(candidates.map(\.device))
    let left = candidates.filter { !isCopy($0, devices) }
    return left.isEmpty ? candidates : left
  }

  /// The device of a btrfs subvolume.
  private var btrfs: String? {
    guard device.hasPrefix("btrfsvol:") else { return nil }
    let parts = device.dropFirst("btrfsvol:".count).split(separator: "/")
    return "/" + parts.prefix(2).joined(separator: "/")
  }
}
