extension GuestSession {
  /// Unmounts all file systems and writes zeros over what was deleted on them: unused blocks, the journals of ext4, swap
  /// space, and what belongs to no partition or volume. The session can then only be closed.
  ///
  /// What is free takes no room in the layer afterwards, as far as it makes up whole clusters. Zeros are written also where
  /// it is a layer below that has something.
  /// - Returns: what could not be erased, in words.
  /// - Throws: ``GuestError``.
  public func erase() throws -> [String] {
    let devices = try lines(EraseScript.mountedDevices)
    try handle.unmountAll()
    return try erase(devices: devices)
  }

  /// - Parameter devices: by the appliance's own names: its kernel may find disks in another order than libguestfs counts.
  func erase(devices: [String]) throws -> [String] {
    try lines(EraseScript.text(devices: devices))
  }

  private func lines(_ script: String) throws -> [String] {
    try handle.applianceShell(script).split(separator: "\n").map(String.init)
  }
}
