extension GuestSession {
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
}

/// The password fields of a shadow(5) file.
struct ShadowFile {
  private var lines: [[Substring]]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: ":", omittingEmptySubsequences: false) }
  }

  /// Users with a password that would let them in, an empty one among them.
  var unlocked: [String] {
    lines.filter { $0.count > 1 && !Self.isLocked($0[1]) }.map { String($0[0]) }
  }

  /// Takes away the hash that a locked account keeps behind its `!`; true if there was any.
  mutating func forgetLockedHashes() -> Bool {
    var changed = false
    for index in lines.indices where lines[index].count > 1 {
      let field = lines[index][1]
      guard field.hasPrefix("!"), !field.allSatisfy({ "!*".contains($0) }) else { continue }
      lines[index][1] = "!"
      changed = true
    }
    return changed
  }

  var text: String {
    lines.map { $0.joined(separator: ":") }.joined(separator: "\n")
  }

  private static func isLocked(_ field: Substring) -> Bool {
    field.hasPrefix("!") || field.hasPrefix("*")
  }
}
