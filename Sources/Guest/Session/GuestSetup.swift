internal import CGuestFS

extension GuestHandle {
  /// Everything that must be said before the appliance starts.
  func configure(_ settings: GuestSettings) throws(GuestError) {
    try check(guestfs_set_backend(raw, "direct"), "choose libguestfs' backend")
    if settings.forcesTCG {
      try check(guestfs_set_backend_setting(raw, "force_tcg", "1"), "choose emulation")
    }
    try check(guestfs_set_network(raw, settings.hasNetwork ? 1 : 0), "choose the network")
    try check(guestfs_set_memsize(raw, Int32(settings.memory)), "choose the appliance's memory")
    try check(guestfs_set_smp(raw, 1), "choose the appliance's processors")
  }

  /// Adds a qcow2 disk whose unused blocks are given back, and whose flushes wait for the end.
  func add(disk: String) throws(GuestError) {
    let result = "qcow2".withCString { format in
      "unsafe".withCString { cachemode in
        "enable".withCString { discard in
          var options = guestfs_add_drive_opts_argv()
          options.bitmask =
            1 << UInt64(GUESTFS_ADD_DRIVE_OPTS_FORMAT) | 1 << UInt64(GUESTFS_ADD_DRIVE_OPTS_CACHEMODE)
            | 1 << UInt64(GUESTFS_ADD_DRIVE_OPTS_DISCARD)
          options.format = format
          options.cachemode = cachemode
          options.discard = discard
          return guestfs_add_drive_opts_argv(raw, disk, &options)
        }
      }
    }
    try check(result, "open the image \(disk)")
  }

  /// Adds the virtio port that what runs inside writes to.
  func add(channel: OutputChannel) throws(GuestError) {
    let path = channel.path.replacing(",", with: ",,")
    try check(guestfs_config(raw, "-chardev", "file,id=kiln,path=\(path)"), "add the output channel")
    try check(
      guestfs_config(raw, "-device", "virtserialport,chardev=kiln,name=\(OutputChannel.port)"),
      "add the output channel")
  }

  /// Finds the one system and mounts it.
  ///
  /// - Returns: the system's root device, by which libguestfs knows it.
  func mountSystem(of disk: String) throws(GuestError) -> String {
    let roots = try strings(guestfs_inspect_os(raw), "look for an operating system in \(disk)")
    guard let root = roots.first, roots.count == 1 else {
      throw GuestError(
        action: "find the operating system in \(disk)",
        reason: roots.isEmpty ? "there is none" : "there are \(roots.count)")
    }
    let pairs = try strings(guestfs_inspect_get_mountpoints(raw, root), "read the image's mount points")
    let mounts = stride(from: 0, to: pairs.count - 1, by: 2).map { (point: pairs[$0], device: pairs[$0 + 1]) }
    // Parents before what is mounted below them.
    for mount in mounts.sorted(by: { $0.point.utf8.count < $1.point.utf8.count }) {
      try check(guestfs_mount(raw, mount.device, mount.point), "mount \(mount.device) on \(mount.point)")
    }
    return root
  }
}
