import Recipes

extension Appliance {
  /// Whether the boot loader is written to a disk: besides the system disk, to those of an array that it reads its files
  /// from. An EFI system partition cannot be in an array.
  func isBooted(from disk: Hardware.Disk) -> Bool {
    if disk.name == hardware.systemDisk?.name { return true }
    guard hardware.firmware == .bios else { return false }
    let arrays = install.storage.bootArrays
    return install.storage.partitions.contains {
      guard case .member(let array) = $0.value.use else { return false }
      return arrays.contains(array) && hardware.name(of: $0.value) == disk.name
    }
  }
}

extension Storage {
  /// Where the boot loader finds its files.
  var bootMount: String { uses.contains { $0.value.mountPoint == "/boot" } ? "/boot" : "/" }

  /// The arrays that hold them, by name.
  var bootArrays: Set<String> {
    let groups = volumeGroups.filter { group in
      group.value.volumes.contains { $0.value.use.mountPoint == bootMount }
    }
    let boots = arrays.filter { array in
      array.value.use.mountPoint == bootMount
        || groups.contains { array.value.use == .physicalVolume(of: $0.value.name) }
    }
    return Set(boots.map(\.value.name))
  }
}
