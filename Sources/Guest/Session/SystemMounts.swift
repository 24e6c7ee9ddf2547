import Text

/// What libguestfs found out about an installed system.
public struct GuestSystem: Hashable, Sendable {
  /// `linux`, …
  public var type: String
  /// `debian`, `rocky`, …
  public var distribution: String
  public var majorVersion: Int
  public var minorVersion: Int
  /// `x86_64`, …; `unknown` where no binary told.
  public var architecture: String
}

/// A file system of an installed system.
struct SystemMount: Hashable, Sendable {
  /// In the image.
  let path: String
  /// As libguestfs names it.
  let device: String
  /// Those of mount(8); empty where the file system knows no discard.
  var options = "discard"
}

extension GuestSession {
  /// Finds the one operating system on the disks and mounts its file systems as its fstab has them.
  ///
  /// Snapshots of the system do not count, nor does one that the boot loader does not start.
  /// - Throws: ``GuestError``; a file system that cannot be mounted is an error too.
  @discardableResult
  public func mountSystem() throws -> GuestSystem {
    let root = try findRoot()
    systemMounts = try mounts(of: root).map { SystemMount(path: $0, device: $1) }
    try mountFileSystems()
    table = try fileSystemTable()
    return try describe(root: root)
  }

  /// Mounts the system again after ``erase()``, as in a session that begins with what the disks hold now.
  public func begin() throws {
    // Partitions that were erased are read again by the kernel, which then forgets how it discards.
    _ = try handle.applianceShell(
      "udevadm settle || :\necho \(shellWord(hostName)) > /proc/sys/kernel/hostname\ntouch \(Self.beginning)\n"
        + EraseScript.discardsWriteZeros)
    do {
      try mountFileSystems()
      if try fileSystemTable() == table { return }
    } catch GuestError.call {
      // Those before may have laid the disks out anew.
    }
    try handle.unmountAll()
    root = nil
    try mountSystem()
  }

  private func fileSystemTable() throws -> [UInt8] {
    try exists("/etc/fstab") ? try handle.read("/etc/fstab") : []
  }

  /// Mounts the system's file systems as ``mountSystem()`` found them to be.
  func mountFileSystems() throws {
    for index in systemMounts.indices { try mount(&systemMounts[index]) }
    ownMounts = Set(try handle.mountedPaths())
  }

  /// What a system mounts where, in an order in which it can be mounted.
  func mounts(of root: String) throws -> [(path: String, device: String)] {
    // An fstab that goes by a UUID may find a snapshot of the system, which has the same.
    let mountPoints = try handle.mountPoints(root: root).merging(["/": root]) { $1 }
    // Parents have the shorter path; of equal length, none is below the other.
    return mountPoints.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
      .map { ($0.key, $0.value) }
  }

  /// A file's bytes.
  public func read(_ path: String) throws -> [UInt8] {
    try handle.read(path)
  }

  /// Whether anything is at this path, be it a link to nowhere.
  public func exists(_ path: String) throws -> Bool {
    try handle.kind(path) != nil
  }

  /// The paths that match a shell pattern, sorted.
  public func paths(matching pattern: String) throws -> [String] {
    try handle.glob(pattern)
  }

  /// What is freed is discarded at once, where that can be, so that it is zeros before anything else gets the place: parts
  /// of a block or cluster that a new file does not fill would show it.
  private func mount(_ mount: inout SystemMount) throws {
    do {
      try handle.mount(mount.device, at: mount.path, options: mount.options)
    } catch GuestError.call where !mount.options.isEmpty {
      mount.options = ""
      try handle.mount(mount.device, at: mount.path)
    }
  }

  private func describe(root: String) throws -> GuestSystem {
    GuestSystem(
      type: try handle.type(root: root),
      distribution: try handle.distribution(root: root),
      majorVersion: try handle.majorVersion(root: root),
      minorVersion: try handle.minorVersion(root: root),
      architecture: try handle.architecture(root: root)
    )
  }
}
