extension GuestSession {
  /// Takes out of the image what belongs to one machine or one build, and gives its unused blocks back.
  ///
  /// An image that is clean already stays as it is.
  /// - Returns: what was found and reset, in words, without repetition.
  /// - Throws: ``GuestError``; `unlockedPasswords` names accounts with a usable password, before anything is changed.
  public func clean() throws -> [String] {
    var found = try lockShadow() ? ["hashes of locked passwords"] : []
    found += try Residue.all.filter { try carryOut($0) }.map(\.title)
    if try resetResolver() { found.append("resolv.conf") }
    if found.contains("SSH host keys") { try warnOfHostKeys() }
    try freeSpace()
    return found
  }

  /// True if there was anything to do.
  private func carryOut(_ residue: Residue) throws -> Bool {
    try residue.actions.map { try carryOut($0) }.contains(true)
  }

  private func carryOut(_ action: Residue.Action) throws -> Bool {
    switch action {
    case .remove(let pattern):
      let paths = try handle.glob(pattern)
      for path in paths { try handle.remove(path) }
      return !paths.isEmpty
    case .removeFile(let path):
      guard try handle.fileSize(path) != nil else { return false }
      try handle.remove(path)
      return true
    case .empty(let pattern):
      return try handle.glob(pattern).map { try emptyFile($0) }.contains(true)
    case .emptyBelow(let folder):
      guard try exists(folder) else { return false }
      return try handle.find(folder).sorted().map { try emptyFile("\(folder)/\($0)") }.contains(true)
    }
  }

  /// True if there was a file that was not empty.
  private func emptyFile(_ path: String) throws -> Bool {
    guard let size = try handle.fileSize(path), size > 0 else { return false }
    try handle.truncate(path)
    return true
  }

  private func lockShadow() throws -> Bool {
    let path = "/etc/shadow"
    guard try exists(path) else { return false }
    var shadow = ShadowFile(String(decoding: try handle.read(path), as: UTF8.self))
    guard shadow.unlocked.isEmpty else { throw GuestError.unlockedPasswords(users: shadow.unlocked) }
    guard shadow.forgetLockedHashes() else { return false }
    try handle.write(Array(shadow.text.utf8), to: path)
    return true
  }

  private func resetResolver() throws -> Bool {
    let path = "/etc/resolv.conf"
    guard try handle.fileSize(path) != nil else { return false }
    let text = String(decoding: try handle.read(path), as: UTF8.self)
    if ResolverFile.isGenerated(text) { return try emptyFile(path) }
    guard let rest = ResolverFile.withoutBuildServers(text) else { return false }
    try handle.write(Array(rest.utf8), to: path)
    return true
  }

  /// Up to Debian 12, OpenSSH makes its keys when it is installed and never again; 13 brings a unit for it.
  private func warnOfHostKeys() throws {
    let makers = [
      "/usr/bin/cloud-init", "/usr/lib/systemd/system/sshd-keygen*", "/etc/systemd/system/*.wants/*key*",
    ]
    guard try makers.allSatisfy({ try handle.glob($0).isEmpty }) else { return }
    log(
      "nothing found that makes SSH host keys at boot: install cloud-init, or run 'ssh-keygen -A' from a unit"
    )
  }

  /// Trims every file system; one that cannot be trimmed is filled with zeros, which the conversion leaves out.
  private func freeSpace() throws {
    for path in try handle.mountedPaths() {
      do {
        try handle.trim(path)
      } catch {
        try handle.zeroFreeSpace(path)
      }
    }
  }
}
