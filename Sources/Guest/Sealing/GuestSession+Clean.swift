extension GuestSession {
  /// Takes out of the image what belongs to one machine or one build.
  ///
  /// An image that is clean already stays as it is, and so does what recipes placed and what is mounted into it.
  /// - Parameter placed: absolute paths; a folder's ends in a slash, and stays without keeping what else is in it.
  /// - Throws: ``GuestError``.
  public func clean(keeping placed: [String] = []) throws -> Cleaning {
    let untouchables = Untouchables(
      placed: try placed.flatMap { [$0, try resolved($0)] }, mounts: ownMounts,
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

  /// The path with the links of its folder followed, as cleaning comes upon it.
  private func resolved(_ path: String) throws -> String {
    let isFolder = path.hasSuffix("/")
    let parts = path.split(separator: "/")
    guard let name = parts.last, parts.count > 1 else { return path }
    let folder = "/" + parts.dropLast().joined(separator: "/")
    guard let real = try handle.realPath(folder) else { return path }
    return "\(real)/\(name)\(isFolder ? "/" : "")"
  }
}
