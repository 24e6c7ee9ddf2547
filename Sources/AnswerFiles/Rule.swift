import Diagnostics
import Recipes

/// What values of one kind may look like in an answer file, and how to say so.
///
/// A value that a rule lets through can stand in a debconf line and, quoted, in a shell command. Those that the
/// installer's own scripts use unquoted are held to plain characters besides.
struct Rule: Sendable {
  /// Completes "… is not …".
  let meaning: String
  let allows: @Sendable (String) -> Bool

  /// Adds a problem when a value breaks the rule.
  func check(_ value: String, _ setting: String, at origin: Origin, _ problems: inout [Diagnostic]) {
    guard !allows(value) else { return }
    let shown = value.debugDescription.replacing(#"\'"#, with: "'")
    problems.append(Diagnostic("\(setting): \(shown) is not \(meaning)", from: origin))
  }

  static let locale = Rule(meaning: "a locale name, such as en_US.UTF-8") {
    $0.utf8.first?.isLetter == true && $0.utf8.consists(of: "_.@-")
  }
  static let keyboard = Rule(meaning: "a keyboard layout, such as us") {
    $0.utf8.first?.isLetter == true && $0.utf8.consists(of: "_-")
  }
  static let timezone = Rule(meaning: "a name of the tz database, such as Europe/Prague") {
    $0.utf8.first?.isLetter == true && isPath($0.utf8, extra: "_+-")
  }
  /// RFC 1123, section 2.1.
  static let hostname = Rule(meaning: "a host name: labels of letters, digits and hyphens, with dots between")
  {
    isHostname($0.utf8)
  }
  /// Debian Policy, section 5.6.7.
  static let package = Rule(meaning: "the bare name of a package") {
    $0.utf8.count > 1 && $0.utf8.first?.isLetterOrDigit == true
      && $0.utf8.consists(of: "+.-") && !$0.utf8.contains { $0.isUpper }
  }
  /// useradd(8), CAVEATS.
  static let account = Rule(
    meaning: "a name of lower-case letters, digits, '_' and '-' that begins with a letter"
  ) {
    $0.utf8.first?.isLetter == true && $0.utf8.count <= 32
      && $0.utf8.consists(of: "_-") && !$0.utf8.contains { $0.isUpper }
  }
  /// passwd(5): the fields of a line are parted by colons, those of a full name by commas.
  static let fullName = Rule(meaning: "a full name without ':', ',' or control characters") {
    !$0.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ",") || $0.isControl }
  }
  static let authorizedKey = Rule(meaning: "one line of an OpenSSH authorized_keys file") {
    isAuthorizedKey($0)
  }
  /// It passes unquoted through two scripts of the installer, and through `/etc/default/grub`.
  static let kernelArgument = Rule(
    meaning: "made of letters, digits and _.,:=/@%+- alone, as the installer needs it"
  ) {
    !$0.isEmpty && $0.utf8.consists(of: "_.,:=/@%+-")
  }
  static let serialConsole = Rule(meaning: "a serial console, such as ttyS0 or ttyS0,115200") {
    let parts = $0.split(separator: ",", omittingEmptySubsequences: false)
    return $0.utf8.first?.isLetter == true && $0.utf8.consists(of: ",")
      && parts.count <= 2 && parts.allSatisfy { $0.utf8.contains { $0.isDigit } }
  }
  static let address = Rule(meaning: "an http(s) URL of host, port and path alone") {
    MirrorAddress($0) != nil
  }
  static let suite = Rule(meaning: "a suite, such as trixie") {
    $0.utf8.first?.isLetter == true && $0.utf8.consists(of: ".-")
  }
  /// lvm(8), VALID NAMES, less what partman takes for a pattern.
  static let storageName = Rule(
    meaning: "a name of letters, digits and _.- that begins with neither '-', '.', 'snapshot' nor 'pvmove'"
  ) { name in
    !name.isEmpty && name.utf8.count <= 64 && name.utf8.consists(of: "_.-")
      && !["-", ".", "snapshot", "pvmove"].contains { name.hasPrefix($0) }
  }
  static let timeServer = Rule(meaning: "the host name or IPv4 address of a time server") {
    isHostname($0.utf8)
  }
  static let domain = Rule(meaning: "a domain name") { isHostname($0.utf8) }
  static let certificateName = Rule(meaning: "a file name of letters, digits and _.- alone") {
    $0.utf8.first?.isLetterOrDigit == true && $0.utf8.consists(of: "_.-")
  }
  /// The installer cuts a recipe into words, and braces end a value.
  static let mountPoint = Rule(meaning: "a mount point made of '/', letters, digits and _.- alone") {
    $0 == "/" || ($0.utf8.first == UInt8(ascii: "/") && isPath($0.utf8.dropFirst(), extra: "_.-"))
  }
}

/// Whether the bytes are words of letters, digits and a few more, with one `/` between two words.
private func isPath(_ bytes: some Collection<UInt8>, extra: String) -> Bool {
  bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    .allSatisfy { !$0.isEmpty && $0.consists(of: extra) }
}

/// Whether the bytes are a host name by RFC 1123, section 2.1.
func isHostname(_ bytes: some Collection<UInt8>) -> Bool {
  let hyphen = UInt8(ascii: "-")
  return bytes.count <= 253
    && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.count) && label.consists(of: "-")
        && label.first != hyphen && label.reversed().first != hyphen
    }
}

/// sshd(8), AUTHORIZED_KEYS FILE FORMAT: options, type, base64, comment.
private func isAuthorizedKey(_ text: String) -> Bool {
  guard !text.utf8.contains(where: \.isControl) else { return false }
  let words = text.split(separator: " ")
  return zip(words, words.dropFirst()).contains { type, key in
    ["ssh-", "ecdsa-", "sk-"].contains { type.hasPrefix($0) } && key.utf8.consists(of: "+/=")
  }
}

extension Collection<UInt8> {
  /// Whether all are ASCII letters, digits, or among those of `extra`.
  func consists(of extra: String) -> Bool {
    allSatisfy { $0.isLetterOrDigit || extra.utf8.contains($0) }
  }
}

extension UInt8 {
  var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isLetter: Bool { isUpper || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  var isLetterOrDigit: Bool { isLetter || isDigit }
  /// An ASCII control character; tab and line end are such.
  var isControl: Bool { self < 0x20 || self == 0x7F }
}
