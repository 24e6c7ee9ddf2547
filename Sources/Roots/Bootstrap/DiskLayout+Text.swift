/// A layout in the words of the programs and files that take one.
extension DiskLayout {
  /// For sfdisk(8): a line each, in sectors of 512 bytes.
  public var partitionTable: String {
    let bootMount = mounts.contains("/boot") ? "/boot" : "/"
    let lines = partitions.map { partition in
      let isBoot = table == .mbr && partition.mount == bootMount
      return "start=\(partition.start / 512), size=\(partition.size / 512), type=\(type(of: partition))"
        + (isBoot ? ", bootable" : "")
    }
    return (["label: \(table == .gpt ? "gpt" : "dos")"] + lines).map { $0 + "\n" }.joined()
  }

  /// fstab(5), as Debian's installer writes it.
  public var fstab: String {
    partitions.compactMap { partition in
      switch partition.content {
      case .bootLoader: nil
      case .swap: "UUID=\(partition.id) none swap sw 0 0\n"
      case .filesystem(.vfat, let mount): "UUID=\(partition.id) \(mount) vfat umask=0077 0 1\n"
      case .filesystem(let filesystem, "/"):
        "UUID=\(partition.id) / \(filesystem.rawValue) errors=remount-ro 0 1\n"
      case .filesystem(let filesystem, let mount):
        "UUID=\(partition.id) \(mount) \(filesystem.rawValue) defaults 0 2\n"
      }
    }.joined()
  }

  /// The mounted partitions, those below another one first.
  var mountedDeepestFirst: [Partition] {
    partitions.filter { $0.mount != nil }.sorted { ($0.mount ?? "").count > ($1.mount ?? "").count }
  }

  private var mounts: [String] { partitions.compactMap(\.mount) }

  /// sfdisk's shortcuts and the type of GRUB's partition (UEFI specification 2.10, table 5.7; GRUB manual, 3.4).
  private func type(of partition: Partition) -> String {
    switch partition.content {
    case .bootLoader: "21686148-6449-6E6F-744E-656564454649"
    case .swap: "S"
    case .filesystem(.vfat, _): "U"
    case .filesystem: "L"
    }
  }
}

extension DiskLayout.Partition {
  /// Nil for what is not mounted.
  public var mount: String? {
    if case .filesystem(_, let mount) = content { mount } else { nil }
  }
}
