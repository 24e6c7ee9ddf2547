import Recipes

extension Hardware {
  /// The disk that the system is installed on; recipes without one are refused when they are loaded.
  var systemDisk: Disk {
    disks.first { $0.role == .system } ?? disks[0]
  }
}
