/// Of which files the content is kept, beside its digest.
enum KeptTexts {
  /// Bytes; a longer file is told of by its digest alone.
  static let longest: UInt64 = 256 << 10

  /// Whether a file holds settings, and everybody in the system may read it: what is kept must hold no secrets.
  static func isKept(_ path: String, _ file: ContentsFile) -> Bool {
    guard file.size <= longest else { return false }
    return isOfAccess(path)
      || file.isPublic
        && (path.hasPrefix("/etc/") || path == "/usr/lib/os-release"
          || path.hasPrefix("/usr/lib/sysusers.d/"))
  }

  /// Whether a file says who may log in over SSH: no secret, though many systems let root alone read it.
  static func isOfAccess(_ path: String) -> Bool {
    path.hasPrefix("/etc/ssh/sshd_config") || path.hasSuffix("/.ssh/authorized_keys")
      || path.hasSuffix("/.ssh/authorized_keys2")
  }

  /// Whether a file tells what a boot loader starts; it may hold a password beside that.
  static func isBootEntries(_ path: String) -> Bool {
    guard path.hasPrefix("/boot/") || path.hasPrefix("/efi/") else { return false }
    return path.hasSuffix("/grub.cfg") || path.contains("/loader/entries/") && path.hasSuffix(".conf")
  }

  /// The lines of such a file that say which kernels are started, and how.
  static func bootEntries(_ text: String) -> String {
    let words: Set<Substring> = [
      "menuentry", "submenu", "linux", "linux16", "linuxefi", "title", "version", "options",
    ]
    return text.split(separator: "\n").filter { line in
      words.contains(line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }.first ?? "")
    }.map { $0 + "\n" }.joined()
  }

  /// How the passwords of `/etc/shadow` stand; shadow(5): what begins with `!` or `*` fits no password.
  static func passwords(_ shadow: String) -> [String: ImageContents.PasswordState] {
    let pairs = shadow.plainLines.compactMap { line -> (String, ImageContents.PasswordState)? in
      let fields = line.cut(at: ":")
      guard fields.count > 1 else { return nil }
      let isLocked = fields[1].hasPrefix("!") || fields[1].hasPrefix("*")
      return (fields[0], fields[1].isEmpty ? .empty : isLocked ? .locked : .set)
    }
    // Of two lines for names that Swift holds for one, the worse: only the system knows which it takes.
    return Dictionary(
      pairs,
      uniquingKeysWith: { first, second in first == .locked ? second : second == .empty ? second : first })
  }
}
