import Machine

extension GuestSession {
  /// Lets all that is written from now on go to overlays. What was written before is complete in the files that the disks had so
  /// far, whether file systems are mounted or not; these stay as they are, and may be moved.
  ///
  /// - Parameter overlays: one for each disk, in their order: empty qcow2 images whose headers name the disk's file.
  /// - Throws: ``GuestError``; the session can then only be dropped.
  public func branch(to overlays: [String]) async throws {
    _ = try handle.applianceShell("sync")
    for (index, overlay) in overlays.enumerated() {
      try await monitored("branch", overlay) { try await $0.branch(Self.drive(index), to: overlay) }
    }
  }

  /// Gives the disks another state, in which the system's file systems are then mounted: the appliance goes on.
  ///
  /// - Parameter images: one qcow2 image for each disk, in their order, laid out as the disk is.
  /// - Throws: ``GuestError``; the session can then only be dropped.
  public func replaceDisks(with images: [String]) async throws {
    try handle.unmountAll()
    _ = try handle.applianceShell(CacheScript.forget)
    let former = stateNodes
    stateNodes = []
    for (index, image) in images.enumerated() {
      let node = "kiln-\(nodeCount)"
      nodeCount += 1
      try await monitored("replace", image) { try await $0.replace(Self.drive(index), by: image, as: node) }
      stateNodes.append(node)
    }
    for node in former { try await monitored("forget", node) { try await $0.forget(node: node) } }
    _ = try handle.applianceShell(CacheScript.lookAgain)
    try mountFileSystems()
  }

  /// What libguestfs calls the drive of a disk; guestfs's own source, lib/launch-direct.c.
  private static func drive(_ index: Int) -> String { "hd\(index)" }

  private func monitored(
    _ name: String, _ subject: String, _ body: (QMPClient) async throws -> Void
  ) async throws {
    do {
      let client = try await connection()
      try await body(client)
    } catch let error as QMPError {
      throw GuestError.call(name: name, subject: subject, reason: "\(error)")
    }
  }

  private func connection() async throws -> QMPClient {
    if let monitor { return monitor }
    let client = try await QMPClient.connect(to: handle.monitorSocket, timeout: .seconds(30))
    monitor = client
    return client
  }
}

/// Shell programs of the appliance around a change of what its disks hold, with nothing mounted.
enum CacheScript {
  /// The image's disks and what is on them; not the appliance's own.
  private static let devices = """
    own=$(mountpoint -d /)
    disks=
    for disk in /dev/sd[a-z]; do [ "$(mountpoint -x "$disk")" = "$own" ] || disks="$disks $disk"; done
    tables() { for disk in $disks; do head -c 17408 "$disk" | cksum; done; }
    """

  /// Drops what the kernel has of the disks in memory, written back before; volumes are taken out of use. Notes the partition
  /// tables, but for a GPT's backup.
  static let forget = """
    set -e
    \(devices)
    sync
    if [ -e /sys/block/dm-0 ]; then
      touch /tmp/kiln-volumes
      lvm vgchange -an > /dev/null 2>&1
    fi
    tables > /tmp/kiln-tables
    for disk in $disks /dev/md[0-9]*; do
      for device in "$disk"*; do [ ! -b "$device" ] || blockdev --flushbufs "$device"; done
    done
    """

  /// Finds the volumes again, and the partitions where the two states differ in them.
  static let lookAgain = """
    \(devices)
    if [ "$(tables)" != "$(cat /tmp/kiln-tables)" ]; then
      for disk in $disks; do blockdev --rereadpt "$disk" 2> /dev/null || :; done
      udevadm settle
      \(EraseScript.discardsWriteZeros)
    fi
    if [ -e /tmp/kiln-volumes ]; then
      rm /tmp/kiln-volumes
      lvm vgchange -ay > /dev/null 2>&1
    fi
    """
}
