import Recipes

extension Hardware {
  /// The disk that the system is installed on; recipes without one are refused when they are loaded.
  public var systemDisk: Disk {
    disks.first { $0.role == .system } ?? disks[0]
  }

  /// What a disk's file is called in a layer's folder.
  public func layerFile(of disk: Disk) -> String {
    disk == systemDisk ? Store.systemDisk : Store.furtherDisk(disk.name)
  }
}
