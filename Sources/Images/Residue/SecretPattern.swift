import Recipes

/// Bytes that should be in no image, wherever they are: what they begin with, and what must follow so that they are no look-alike.
struct SecretPattern: Sendable {
  let kind: ResidueKind
  /// What it is, for people; never what it says.
  let title: String
  /// It begins with one of these.
  let beginnings: [ByteSearch.Needle]
  /// Reads it from its beginning on; false for a look-alike.
  let check: @Sendable (inout ByteReading) -> Bool

  init(
    _ kind: ResidueKind, _ title: String, _ beginnings: ByteSearch.Needle...,
    check: @escaping @Sendable (inout ByteReading) -> Bool
  ) {
    self.init(kind, title, beginnings: beginnings, check: check)
  }

  init(
    _ kind: ResidueKind, _ title: String, beginnings: [ByteSearch.Needle],
    check: @escaping @Sendable (inout ByteReading) -> Bool
  ) {
    self.kind = kind
    self.title = title
    self.beginnings = beginnings
    self.check = check
  }

  /// What is looked for in every image.
  static let standard = privateKeys + hashes + tokens + addresses
}

extension SecretPattern {
  private static let privateKeys: [SecretPattern] = [
    // A header alone is in programs that write keys, and "..." follows it in documentation; RFC 7468, RFC 1421, PROTOCOL.key
    // of OpenSSH, RFC 9580.
    SecretPattern(.privateKey, "private key", .init("-----BEGIN ", anchor: "BEGIN")) { text in
      guard text.take("-----BEGIN ") else { return false }
      let label = text.place
      guard text.take(0...40, of: .capitals), text.take("-----"), text.takeLineEnd() else { return false }
      guard text.says("PRIVATE KEY", from: label) else { return false }
      for _ in 0..<4 {
        var line = text
        if line.take(40...64, of: .base64) {
          text = line
          return text.isVaried(from: text.place - 40)
        }
        // Headers, and the empty line after them.
        guard text.takeLine() else { return false }
      }
      return false
    },
    SecretPattern(.privateKey, "private key of PuTTY", .init("PuTTY-User-Key-File-", anchor: "TTY-")) {
      text in
      text.take("PuTTY-User-Key-File-") && text.take(exactly: 1, of: .digits) && text.take(": ")
        && text.takeLine() && text.take("Encryption: ")
    },
    SecretPattern(.privateKey, "private key of age", .init("AGE-SECRET-KEY-1", anchor: "ET-")) { text in
      text.take("AGE-SECRET-KEY-1") && text.takeVaried(exactly: 58, of: .letters)
    },
    // wg(8), systemd.netdev(5)
    SecretPattern(.privateKey, "private key of WireGuard", .init("PrivateKey", anchor: "eKe")) { text in
      let blank = ByteSet(" ")
      return text.take("PrivateKey") && text.take(0...8, of: blank) && text.take("=")
        && text.take(0...8, of: blank) && text.takeVaried(exactly: 43, of: .base64) && text.take("=")
    },
  ]

  /// crypt(5)
  private static let hashes: [SecretPattern] = [
    hash("SHA-512", "$6$") {
      $0.takeRounds() && $0.takeSalt(0...16) && $0.takeVaried(exactly: 86, of: .crypt)
    },
    hash("SHA-256", "$5$") {
      $0.takeRounds() && $0.takeSalt(0...16) && $0.takeVaried(exactly: 43, of: .crypt)
    },
    hash("MD5", "$1$") { $0.takeSalt(0...8) && $0.takeVaried(exactly: 22, of: .crypt) },
    hash("yescrypt", "$y$") {
      $0.takeSalt(1...16) && $0.takeSalt(0...86) && $0.takeVaried(exactly: 43, of: .crypt)
    },
    hash("gost-yescrypt", "$gy$") {
      $0.takeSalt(1...16) && $0.takeSalt(0...86) && $0.takeVaried(exactly: 43, of: .crypt)
    },
    hash("bcrypt", "$2a$", "$2b$", "$2y$") {
      $0.take(exactly: 2, of: .digits) && $0.take("$") && $0.takeVaried(exactly: 53, of: .crypt)
    },
    SecretPattern(.passwordHash, "password hash of GRUB", .init("grub.pbkdf2.sha512.", anchor: "kdf")) {
      text in
      text.take("grub.pbkdf2.sha512.") && text.take(1...9, of: .digits) && text.take(".")
        && text.take(64...256, of: .hexadecimal) && text.take(".")
    },
  ]

  /// - Parameter rest: reads what follows the beginning.
  private static func hash(
    _ name: String, _ beginnings: String..., rest: @escaping @Sendable (inout ByteReading) -> Bool
  ) -> SecretPattern {
    let length = beginnings[0].utf8.count
    return SecretPattern(.passwordHash, "password hash (\(name))", beginnings: beginnings.map { .init($0) }) {
      $0.skip(length) && rest(&$0)
    }
  }

  /// By the forms that their makers document, so that scanners know them.
  private static let tokens: [SecretPattern] = [
    token("access key of AWS", "AKIA", "ASIA") { text in
      let start = text.place
      return text.take(exactly: 16, of: ByteSet("A-Z2-7")) && !text.says("EXAMPLE", from: start)
        && text.isVaried(from: start, atLeast: 6)
    },
    token("token of GitHub", "ghp_", "gho_", "ghu_", "ghs_", "ghr_") {
      $0.takeVaried(exactly: 36, of: .letters)
    },
    token("token of GitHub", "github_pat_") {
      $0.takeVaried(exactly: 22, of: .letters) && $0.take("_") && $0.takeVaried(exactly: 59, of: .letters)
    },
    token("token of GitLab", "glpat-") { $0.takeVaried(20...64, of: .base64URL) },
    token("token of Slack", "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-") {
      $0.take(9...13, of: .digits) && $0.take("-") && $0.takeVaried(16...64, of: .base64URL)
    },
    token("key of Stripe", "sk_live_", "rk_live_") { $0.takeVaried(24...128, of: .letters) },
    token("token of npm", "npm_") { $0.takeVaried(exactly: 36, of: .letters) },
    token("token of PyPI", "pypi-AgEIcHlwaS5vcmc") { $0.takeVaried(50...256, of: .base64URL) },
    token("token of Vault", "hvs.") { $0.takeVaried(24...256, of: .base64URL, atLeast: 14) },
    token("token of DigitalOcean", "dop_v1_") { $0.takeVaried(exactly: 64, of: .hexadecimal) },
    token("key of Google", "AIza") { $0.takeVaried(exactly: 35, of: .base64URL, atLeast: 14) },
    // RFC 7519. The payload of the example that is in everybody's documentation is not one.
    token("JSON web token", "eyJ") { text in
      guard text.take(10...256, of: .base64URL), text.take(".eyJ") else { return false }
      var example = text
      if example.take("zdWIiOiIxMjM0NTY3ODkw") { return false }
      return text.takeVaried(10...256, of: .base64URL)
    },
  ]

  /// - Parameter rest: reads what follows the beginning; no letter or digit may stand before that.
  private static func token(
    _ title: String, _ beginnings: String..., rest: @escaping @Sendable (inout ByteReading) -> Bool
  ) -> SecretPattern {
    let length = beginnings[0].utf8.count
    // Their ends are rarer than their beginnings, which are words or parts of some.
    return SecretPattern(.token, title, beginnings: beginnings.map { .init($0, anchor: "\($0.suffix(3))") }) {
      text in
      guard !(text.previous.map(ByteSet.base64URL.contains) ?? false) else { return false }
      return text.skip(length) && rest(&text)
    }
  }

  /// Those of QEMU's user network (qemu(1), `-netdev user`), Kiln's own server for answer files, and the appliance of libguestfs.
  private static let addresses: [SecretPattern] = [
    "10.0.2.2", "10.0.2.3", "10.0.2.4", "10.0.2.15", "10.0.2.100", "169.254.2.2", "169.254.2.3", "fec0::2",
    "fec0::3",
  ].map { address in
    let length = address.utf8.count
    return SecretPattern(
      .buildAddress, "\(address), an address of the build's network",
      .init(address, anchor: address.contains("::") ? "c0:" : ".2")
    ) { text in
      // Not a part of another address, nor of a version number.
      guard !(text.previous.map(ByteSet("0-9A-Za-z.:_~+-").contains) ?? false), text.skip(length) else {
        return false
      }
      guard let next = text.next, ByteSet("0-9A-Za-z.:_~+-").contains(next) else { return true }
      var rest = text
      return (rest.take(".") || rest.take(":")) && !(rest.next.map(ByteSet.letters.contains) ?? false)
        || isPort(text)
    }
  }

  private static func isPort(_ text: ByteReading) -> Bool {
    var text = text
    return text.take(":") && text.take(1...5, of: .digits)
      && !(text.next.map(ByteSet("0-9.A-Za-z-").contains) ?? false)
  }
}

extension ByteReading {
  fileprivate mutating func skip(_ count: Int) -> Bool {
    for _ in 0..<count { if !takeAny() { return false } }
    return true
  }

  fileprivate mutating func takeVaried(exactly count: Int, of set: ByteSet) -> Bool {
    let start = place
    return take(exactly: count, of: set) && isVaried(from: start)
  }

  fileprivate mutating func takeVaried(
    _ counts: ClosedRange<Int>, of set: ByteSet, atLeast different: Int = 8
  ) -> Bool {
    let start = place
    return take(counts, of: set) && isVaried(from: start, atLeast: different)
  }

  fileprivate mutating func takeVaried(exactly count: Int, of set: ByteSet, atLeast different: Int) -> Bool {
    let start = place
    return take(exactly: count, of: set) && isVaried(from: start, atLeast: different)
  }

  /// `rounds=5000$` is there or not.
  fileprivate mutating func takeRounds() -> Bool {
    !take("rounds=") || take(1...9, of: .digits) && take("$")
  }

  /// A field of crypt(5), and the `$` that ends it.
  fileprivate mutating func takeSalt(_ counts: ClosedRange<Int>) -> Bool {
    take(counts, of: .crypt) && take("$")
  }
}
