extension GuestSession {
  /// Takes out of the image what belongs to one machine or one build.
  ///
  /// An image that is clean already stays as it is, and so does what recipes placed and what is mounted into it.
  /// - Parameter placed: absolute paths; a folder's ends in a slash, and stays without keeping what else is in it.
  /// - Throws: ``GuestError``.
  public func clean(keeping placed: [String] = []) throws -> Cleaning {
    let untouchables = Untouchables(
      placed: try withRealPaths(placed), owned: try ownedFiles(), mounts: ownMounts,
      foreign: Set(try handle.mountedPaths()).subtracting(ownMounts))
    var cleaner = Cleaner(handle: handle, untouchables: untouchables)
    try cleaner.cleanAll()
    return cleaner.result
  }

  /// Takes the hashes from locked accounts.
  ///
  /// - Returns: whether there were any.
  /// - Throws: ``GuestError``; `unlockedPasswords` names accounts with a usable password, before anything is changed.
  public func lockPasswords() throws -> Bool {
    let path = "/etc/shadow"
    guard try exists(path) else { return false }
    var shadow = ShadowFile(String(decoding: try handle.read(path), as: UTF8.self))
    guard shadow.unlocked.isEmpty else { throw GuestError.unlockedPasswords(users: shadow.unlocked) }
    guard shadow.forgetLockedHashes() else { return false }
    try handle.write(Array(shadow.text.utf8), to: path)
    return true
  }

  /// The paths, and these with the links of their folders followed, as cleaning comes upon them.
  func withRealPaths(_ paths: [String]) throws -> [String] {
    // One round trip to the appliance for each folder.
    var known: [String: String?] = [:]
    return try paths
      + paths.compactMap { path in
        let parts = path.split(separator: "/")
        guard let name = parts.last, parts.count > 1 else { return nil }
        let folder = "/" + parts.dropLast().joined(separator: "/")
        let real = try known[folder] ?? handle.realPath(folder)
        known[folder] = .some(real)
        return real.map { "\($0)/\(name)\(path.hasSuffix("/") ? "/" : "")" }
      }
  }

  /// What dpkg's packages own where cleaning looks, but for logs that were put by: it would miss them.
  private func ownedFiles() throws -> [String] {
    try handle.applianceShell(
      """
      cd /sysroot/var/lib/dpkg/info 2> /dev/null || exit 0
      cat ./*.list 2> /dev/null | grep '^/var/' | grep -vE '^/var/log/.*[.](gz|xz|[0-9])$' | sort -u |
        while IFS= read -r path; do
          file=/sysroot$path
          if [ -L "$file" ] || { [ -e "$file" ] && [ ! -d "$file" ]; }; then printf '%s\\n' "$path"; fi
        done
      """
    ).split(separator: "\n").map(String.init)
  }
}
