extension GuestSession {
  /// Finds the file system that the one operating system of the disks is on.
  /// - Throws: ``GuestError/operatingSystems(found:)`` where there is none, or nothing tells which of several is meant.
  func findRoot() throws -> String {
    if let root { return root }
    let found = try handle.inspect()
    let root = found.count == 1 ? found[0] : try choose(among: found)
    self.root = root
    return root
  }

  func choose(among found: [String]) throws -> String {
    let candidates = RootCandidate.originals(try found.map(candidate))
    if candidates.count == 1 { return candidates[0].device }
    let booted = try candidates.reduce(into: Set<String>()) { $0.formUnion(try bootedRoots(of: $1.device)) }
    let left = candidates.map(\.device).filter(booted.contains)
    guard left.count == 1 else {
      throw GuestError.operatingSystems(found: found.isEmpty ? [] : candidates.map(\.device))
    }
    return left[0]
  }

  private func candidate(_ device: String) throws -> RootCandidate {
    RootCandidate(
      device: device, mountsAsRoot: try handle.mountPoints(root: device)["/"], origin: try origin(of: device))
  }

  /// The volume that a logical volume is a snapshot of.
  private func origin(of device: String) throws -> String? {
    guard try handle.logicalVolumes().contains(device) else { return nil }
    let uuid = try handle.uuid(ofVolume: device)
    let facts = try handle.logicalVolumeFacts().first { $0.uuid == uuid }
    return facts?.origin.map { FolderResolver.join(FolderResolver.parent(of: device), $0) }
  }

  /// What the boot loaders that a system brings would start.
  private func bootedRoots(of root: String) throws -> [String] {
    defer { try? handle.unmountAll() }
    for (path, device) in try mounts(of: root) {
      // One that cannot be mounted holds no configuration that could be read.
      try? handle.mountReadOnly(device, at: path)
    }
    let grub = try ["/boot/grub/grub.cfg", "/boot/grub2/grub.cfg"].filter(exists).compactMap {
      BootEntry.grub(try text($0))
    }
    let folders = ["/boot", "/efi", "/boot/efi"]
    let entries = try folders.flatMap { try handle.glob("\($0)/loader/entries/*.conf") }.compactMap {
      BootEntry.specification(try text($0))
    }
    return (grub + entries).compactMap(device)
  }

  func text(_ path: String) throws -> String {
    String(decoding: try handle.read(path), as: UTF8.self)
  }

  /// The device that an entry's `root=` means; nil for one that is not here.
  private func device(of entry: BootEntry) -> String? {
    let parts = entry.root.split(separator: "=", maxSplits: 1).map(String.init)
    let device: String? =
      switch (parts[0], parts.last) {
      case ("UUID", let value?): try? handle.device(withUUID: value)
      case ("LABEL", let value?): try? handle.device(withLabel: value)
      case ("PARTUUID", let value?): partition(withIdentifier: value)
      default: (try? handle.canonicalVolume(entry.root)) ?? entry.root
      }
    guard let device, let subvolume = entry.subvolume else { return device }
    return "btrfsvol:\(device)/\(subvolume)"
  }

  private func partition(withIdentifier identifier: String) -> String? {
    for disk in (try? handle.disks()) ?? [] {
      for part in (try? handle.partitions(of: disk)) ?? [] {
        let own = try? handle.identifier(ofPartition: part.number, on: disk)
        if own?.lowercased() == identifier.lowercased() { return "\(disk)\(part.number)" }
      }
    }
    return nil
  }
}

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
