private import CGuestFS

/// Partitions, volumes and the sizes of file systems.
extension GuestHandle {
  struct Partition {
    let number: Int32
    /// Bytes from the disk's beginning; the last one included.
    let start, end: UInt64
  }

  struct LogicalVolume {
    let uuid: String
    /// The name of the volume that it is a snapshot of.
    let origin: String?
  }

  // MARK: Disks

  func disks() throws(GuestError) -> [String] { try strings("list_devices") { guestfs_list_devices(handle) } }

  /// Bytes.
  func size(of device: String) throws(GuestError) -> UInt64 {
    var size: Int64 = 0
    try call("blockdev_getsize64", device) {
      size = guestfs_blockdev_getsize64(handle, device)
      return size < 0 ? -1 : 0
    }
    return UInt64(size)
  }

  /// Bytes of a sector.
  func sectorSize(of device: String) throws(GuestError) -> UInt64 {
    UInt64(try call("blockdev_getss", device) { guestfs_blockdev_getss(handle, device) })
  }

  // MARK: Partitions

  /// `gpt`, `msdos`, …
  func partitionTable(of device: String) throws(GuestError) -> String {
    try string("part_get_parttype", device) { guestfs_part_get_parttype(handle, device) }
  }

  func partitions(of device: String) throws(GuestError) -> [Partition] {
    let list = try value("part_list", device) { guestfs_part_list(handle, device) }
    defer { guestfs_free_partition_list(list) }
    return (0..<Int(list.pointee.len)).map { index in
      let part = list.pointee.val[index]
      return Partition(number: part.part_num, start: part.part_start, end: part.part_end)
    }
  }

  /// `primary`, `extended` or `logical`.
  func kind(ofPartition number: Int32, on device: String) throws(GuestError) -> String {
    try string("part_get_mbr_part_type", device) { guestfs_part_get_mbr_part_type(handle, device, number) }
  }

  /// The GUID of a GPT's partition.
  func identifier(ofPartition number: Int32, on device: String) throws(GuestError) -> String {
    try string("part_get_gpt_guid", device) { guestfs_part_get_gpt_guid(handle, device, number) }
  }

  /// Moves a GPT's backup to the end of the disk.
  func expandGPT(of device: String) throws(GuestError) {
    try call("part_expand_gpt", device) { guestfs_part_expand_gpt(handle, device) }
  }

  func resizePartition(_ number: Int32, of device: String, lastSector: UInt64) throws(GuestError) {
    try call("part_resize", "\(device), partition \(number)") {
      guestfs_part_resize(handle, device, number, Int64(lastSector))
    }
  }

  // MARK: File systems

  /// `ext4`, `swap`, `LVM2_member`, …; empty where nothing is known.
  func fileSystemType(_ mountable: String) throws(GuestError) -> String {
    try string("vfs_type", mountable) { guestfs_vfs_type(handle, mountable) }
  }

  /// Empty where it has none.
  func uuid(ofFileSystem mountable: String) throws(GuestError) -> String {
    try string("vfs_uuid", mountable) { guestfs_vfs_uuid(handle, mountable) }
  }

  /// Checks an ext file system that is not mounted, mends it, and grows it to its device.
  func growExt(_ device: String) throws(GuestError) {
    var options = guestfs_e2fsck_argv()
    // e2fsck's -y, which also mends what its -p would ask about.
    options.bitmask = 1 << UInt64(GUESTFS_E2FSCK_FORCEALL)
    options.forceall = 1
    try call("e2fsck", device) { guestfs_e2fsck_argv(handle, device, &options) }
    try call("resize2fs", device) { guestfs_resize2fs(handle, device) }
  }

  /// Grows a mounted XFS to its device.
  func growXFS(at path: String) throws(GuestError) {
    var options = guestfs_xfs_growfs_argv()
    options.bitmask = 1 << UInt64(GUESTFS_XFS_GROWFS_DATASEC)
    options.datasec = 1
    try call("xfs_growfs", path) { guestfs_xfs_growfs_argv(handle, path, &options) }
  }

  /// Grows a mounted btrfs to its device.
  func growBtrfs(at path: String) throws(GuestError) {
    var options = guestfs_btrfs_filesystem_resize_argv()
    try call("btrfs_filesystem_resize", path) {
      guestfs_btrfs_filesystem_resize_argv(handle, path, &options)
    }
  }

  func device(withUUID uuid: String) throws(GuestError) -> String {
    try string("findfs_uuid", uuid) { guestfs_findfs_uuid(handle, uuid) }
  }

  func device(withLabel label: String) throws(GuestError) -> String {
    try string("findfs_label", label) { guestfs_findfs_label(handle, label) }
  }

  // MARK: LVM

  /// Paths, such as `/dev/vg0/root`.
  func logicalVolumes() throws(GuestError) -> [String] { try strings("lvs") { guestfs_lvs(handle) } }

  func logicalVolumeFacts() throws(GuestError) -> [LogicalVolume] {
    let list = try value("lvs_full") { guestfs_lvs_full(handle) }
    defer { guestfs_free_lvm_lv_list(list) }
    return (0..<Int(list.pointee.len)).map { index in
      var volume = list.pointee.val[index]
      // 32 characters without an end.
      let uuid = withUnsafeBytes(of: &volume.lv_uuid) { String(decoding: $0, as: UTF8.self) }
      let origin = volume.origin.map { String(cString: $0) } ?? ""
      return LogicalVolume(uuid: uuid, origin: origin.isEmpty ? nil : origin)
    }
  }

  /// Without the dashes that LVM shows.
  func uuid(ofVolume path: String) throws(GuestError) -> String {
    try string("lvuuid", path) { guestfs_lvuuid(handle, path) }.filter { $0 != "-" }
  }

  /// The path in `/dev/GROUP/VOLUME` of a name in `/dev/mapper`.
  func canonicalVolume(_ path: String) throws(GuestError) -> String {
    try string("lvm_canonical_lv_name", path) { guestfs_lvm_canonical_lv_name(handle, path) }
  }

  /// Whether a partition is one of a volume group's physical volumes.
  func isPhysicalVolume(_ partition: String, of group: String) throws(GuestError) -> Bool {
    let volumes = try strings("vgpvuuids", group) { guestfs_vgpvuuids(handle, group) }
    let own = try string("pvuuid", partition) { guestfs_pvuuid(handle, partition) }
    return volumes.contains(own)
  }

  func activateVolumes(_ isOn: Bool) throws(GuestError) {
    try call("vg_activate_all") { guestfs_vg_activate_all(handle, isOn ? 1 : 0) }
  }

  func growPhysicalVolume(_ partition: String) throws(GuestError) {
    try call("pvresize", partition) { guestfs_pvresize(handle, partition) }
  }

  /// Gives a logical volume all that its group has left.
  func growVolume(_ path: String) throws(GuestError) {
    try call("lvresize_free", path) { guestfs_lvresize_free(handle, path, 100) }
  }
}
