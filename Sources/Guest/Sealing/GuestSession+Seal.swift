/// What sealing did.
public struct SealReport: Hashable, Sendable {
  /// What was found and reset, such as `machine id`, in order.
  public var reset: [String]
  /// What the recipe's author should know.
  public var warnings: [String]
}

extension GuestSession {
  /// Takes out of the mounted system what belongs to one machine or one build, then frees what no file uses.
  ///
  /// On an image that is sealed already, it resets nothing.
  /// - Throws: ``GuestError``; `unlockedPasswords` names the accounts with a usable password, before anything is changed.
  public func seal() throws -> SealReport {
    let shadowChanged = try lockShadow()
    let hadKeys = try !handle.glob("/etc/ssh/ssh_host_*_key").isEmpty
    var reset = try SealRule.all.filter { try carryOut($0) }.map(\.name)
    if shadowChanged { reset.append("hashes of locked passwords") }
    if try resetResolver() { reset.append("resolv.conf") }
    try freeSpace()
    return SealReport(reset: reset, warnings: hadKeys ? try hostKeyWarnings() : [])
  }

  /// True if the rule found anything to do.
  private func carryOut(_ rule: SealRule) throws -> Bool {
    try rule.actions.map { try carryOut($0) }.contains(true)
  }

  private func carryOut(_ action: SealRule.Action) throws -> Bool {
    switch action {
    case .remove(let pattern):
      let paths = try handle.glob(pattern)
      for path in paths { try handle.remove(path) }
      return !paths.isEmpty
    case .removeFile(let path):
      guard try isFile(path) else { return false }
      try handle.remove(path)
      return true
    case .empty(let pattern):
      return try handle.glob(pattern).map { try emptyFile($0) }.contains(true)
    case .emptyBelow(let folder):
      guard try handle.mode(folder) != nil else { return false }
      return try handle.find(folder).sorted().map { try emptyFile("\(folder)/\($0)") }.contains(true)
    }
  }

  /// True if there was a file that was not empty.
  private func emptyFile(_ path: String) throws -> Bool {
    guard try handle.fileSize(path).map({ $0 > 0 }) == true else { return false }
    try handle.truncate(path)
    return true
  }

  private func isFile(_ path: String) throws -> Bool {
    try handle.fileSize(path) != nil
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
    guard try isFile(path), ResolverFile.isGenerated(String(decoding: try handle.read(path), as: UTF8.self))
    else {
      return false
    }
    return try emptyFile(path)
  }

  /// Debian's OpenSSH makes its keys when it is installed and never again.
  private func hostKeyWarnings() throws -> [String] {
    let makers = [
      "/usr/bin/cloud-init", "/usr/lib/systemd/system/sshd-keygen*", "/etc/systemd/system/*.wants/*key*",
    ]
    guard try makers.allSatisfy({ try handle.glob($0).isEmpty }) else { return [] }
    return [
      "nothing found that makes new SSH host keys at boot: install cloud-init or run 'ssh-keygen -A' in a unit"
    ]
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
