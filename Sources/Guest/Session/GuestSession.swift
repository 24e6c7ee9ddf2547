internal import CGuestFS

/// One start of libguestfs' appliance over one image: looks into the image, changes it, cleans it.
///
/// The system is found by libguestfs' inspection and mounted as its own fstab says. Changes are on the disk once
/// `close()` has returned; a session that is dropped leaves the image in no defined state.
public actor GuestSession {
  let handle: GuestHandle
  let output: OutputChannel
  private let executor = ThreadExecutor()
  private var root = ""

  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Starts the appliance, which takes seconds with KVM and about 20 s without, and mounts the system.
  ///
  /// - Parameter disk: a qcow2 image; it must hold exactly one operating system.
  public static func open(_ disk: String, settings: GuestSettings) async throws -> GuestSession {
    let session = try GuestSession()
    try await session.start(disk, settings)
    return session
  }

  private init() throws {
    handle = try GuestHandle()
    output = try OutputChannel()
  }

  private func start(_ disk: String, _ settings: GuestSettings) throws {
    try handle.configure(settings)
    try handle.add(disk: disk)
    try handle.add(channel: output)
    try handle.check(guestfs_launch(handle.raw), "start libguestfs' appliance")
    root = try handle.mountSystem(of: disk)
  }

  /// Unmounts and ends the appliance; an error means that the image must not be used.
  public func close() throws {
    try handle.check(guestfs_umount_all(handle.raw), "unmount the image")
    try handle.check(guestfs_shutdown(handle.raw), "write the image out")
  }

  /// How many packages the image's package manager lists as installed.
  public func packageCount() throws -> Int {
    let list = try handle.check(
      guestfs_inspect_list_applications2(handle.raw, root), "list the installed packages")
    defer { guestfs_free_application2_list(list) }
    return Int(list.pointee.len)
  }
}
