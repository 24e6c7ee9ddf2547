extension GuestSession {
  /// Unmounts all file systems and writes zeros over what was deleted on the disks: unused blocks of every file system, be it
  /// mounted or not, the journals of ext4, swap space, and what belongs to no partition or volume. The session can then only
  /// be closed.
  ///
  /// What is free takes no room in the layer afterwards, as far as it makes up whole clusters. Zeros are written also where
  /// it is a layer below that has something.
  /// - Returns: what could not be erased, in words.
  /// - Throws: ``GuestError``.
  public func erase() throws -> [String] {
    try handle.unmountAll()
    return try handle.applianceShell(EraseScript.text).split(separator: "\n").map(String.init)
  }
}
