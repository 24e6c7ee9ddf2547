internal import CGuestFS

/// Starts libguestfs' appliance without an image, to see whether it can be.
///
/// - Throws: `GuestError` with libguestfs' own text.
public func probeGuest(forcesTCG: Bool) async throws {
  try await Prober().run(GuestSettings(forcesTCG: forcesTCG, hasNetwork: false))
}

private actor Prober {
  private let executor = ThreadExecutor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run(_ settings: GuestSettings) throws {
    let handle = try GuestHandle()
    try handle.configure(settings)
    var options = guestfs_add_drive_scratch_argv()
    try handle.check(guestfs_add_drive_scratch_argv(handle.raw, 1 << 20, &options), "add a scratch disk")
    try handle.check(guestfs_launch(handle.raw), "start libguestfs' appliance")
    try handle.check(guestfs_shutdown(handle.raw), "end libguestfs' appliance")
  }
}
