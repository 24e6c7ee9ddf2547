internal import CGuestFS

extension GuestSession {
  /// Takes out of the image what belongs to one machine or to nobody, and gives its unused blocks back.
  ///
  /// - Returns: what was found, in words, without repetition.
  /// - Throws: also when an account has a password that is not locked, naming the account.
  public func clean() throws -> [String] {
    try refusePasswords()
    var found: [String] = []
    for residue in Residue.all {
      for path in try residue.patterns.flatMap(paths) {
        try treat(path, residue.treatment)
        if found.last != residue.title { found.append(residue.title) }
      }
    }
    if try forgetResolver() { found.append("resolv.conf") }
    try trim()
    return found
  }

  /// What a pattern matches; a folder that is listed ends without a slash.
  private func paths(_ pattern: String) throws -> [String] {
    var options = guestfs_glob_expand_opts_argv()
    options.bitmask = 1 << UInt64(GUESTFS_GLOB_EXPAND_OPTS_DIRECTORYSLASH)
    options.directoryslash = 0
    return try handle.strings(
      guestfs_glob_expand_opts_argv(handle.raw, pattern, &options), "look for \(pattern)")
  }

  private func treat(_ path: String, _ treatment: Residue.Treatment) throws {
    switch treatment {
    case .remove: try handle.check(guestfs_rm_rf(handle.raw, path), "remove \(path)")
    case .empty: try handle.check(guestfs_truncate(handle.raw, path), "empty \(path)")
    }
  }

  /// A resolver's set-up that was written, not linked, is the build's own.
  private func forgetResolver() throws -> Bool {
    let path = "/etc/resolv.conf"
    guard try handle.flag(guestfs_is_file(handle.raw, path), "look at \(path)") else { return false }
    try handle.check(guestfs_truncate(handle.raw, path), "empty \(path)")
    return true
  }

  private func trim() throws {
    var options = guestfs_fstrim_argv()
    for mount in try handle.strings(guestfs_mountpoints(handle.raw), "list what is mounted").enumerated()
    where mount.offset % 2 == 1 {
      // A file system that knows no trimming only makes the image larger.
      _ = guestfs_fstrim_argv(handle.raw, mount.element, &options)
    }
    try handle.check(guestfs_sync(handle.raw), "write the image out")
  }

  /// shadow(5): a password field that begins with `!` or `*` lets nobody in.
  private func refusePasswords() throws {
    guard try handle.flag(guestfs_is_file(handle.raw, "/etc/shadow"), "look for /etc/shadow") else { return }
    let text = try handle.string(guestfs_cat(handle.raw, "/etc/shadow"), "read /etc/shadow")
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count > 1, !fields[1].hasPrefix("!"), !fields[1].hasPrefix("*") else { continue }
      throw GuestError(
        action: "seal the image",
        reason: "the account '\(fields[0])' has a password that is not locked (lock it with 'usermod -p !')")
    }
  }
}
