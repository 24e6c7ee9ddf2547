import Recipes

/// The names that Linux gives the machine's disks: they are virtio ones, in the order given.
struct StorageDevices {
  private let disks: [Hardware.Disk]

  init(_ appliance: Appliance) {
    disks = appliance.hardware.disks
  }

  /// That of the disk that holds the system, such as `vda`; nil when none of those that have a name does.
  var system: String? { systemDisk.flatMap { name(of: $0.name) } }

  var systemDisk: Hardware.Disk? { disks.first { $0.role == .system } }

  /// That of the disk of this name, or of the system disk; nil when there is none, or it has more than one letter.
  func name(of disk: String?) -> String? {
    guard let wanted = disk ?? systemDisk?.name, let index = disks.firstIndex(where: { $0.name == wanted }),
      Self.letters.indices.contains(index)
    else { return nil }
    return "vd\(Self.letters[index])"
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyz")
}
