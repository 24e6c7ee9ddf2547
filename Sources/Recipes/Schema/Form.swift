private import Glibc

/// What a string must look like.
public struct Form: Sendable {
  /// In a message: "must be …".
  public let meaning: String
  /// Nil when any text will do.
  let pattern: Pattern?
  let example: String
  /// What to say besides of a text that does not match; nil for most.
  let hint: @Sendable (String) -> String?
  private let also: @Sendable (String) -> Bool

  /// - Parameters:
  ///   - meaning: completes "must be …".
  ///   - pattern: a regular expression that POSIX and ECMA 262 read alike.
  ///   - hint: what to say besides of a text that does not match.
  ///   - also: what must hold besides, which no such expression says.
  public init(
    _ meaning: String, _ pattern: String? = nil, example: String,
    hint: @escaping @Sendable (String) -> String? = { _ in nil },
    also: @escaping @Sendable (String) -> Bool = { _ in true }
  ) {
    self.meaning = meaning
    self.pattern = pattern.map(Pattern.init)
    self.example = example
    self.hint = hint
    self.also = also
  }

  /// The same form with an example that suits one key better.
  public func such(as example: String) -> Form {
    Form(meaning, pattern, example, hint, also)
  }

  private init(
    _ meaning: String, _ pattern: Pattern?, _ example: String,
    _ hint: @escaping @Sendable (String) -> String?, _ also: @escaping @Sendable (String) -> Bool
  ) {
    (self.meaning, self.pattern, self.example, self.hint, self.also) = (meaning, pattern, example, hint, also)
  }

  /// Whether a text has the form.
  func allows(_ text: String) -> Bool { pattern?.matches(text) != false && also(text) }
}

/// Forms of what is kept as text; those of types are beside their types, in `Values`.
extension Form {
  /// Any text.
  public static let text = Form("a string", example: "some text")
  static let line = Form("a line of text", "^[^\n]+$", example: "Debian 13 (trixie)")
  static let recipeName = Form(
    "a name of lower-case letters, digits, '.', '-' and '_'", "^[a-z0-9][a-z0-9._-]*$", example: "debian-13")
  /// A recipe, or a release in its place.
  static let parent = Form(
    "a recipe's name, or NAME@VERSION or NAME@CHANNEL for a release",
    "^[a-z0-9][a-z0-9._-]*(@[0-9A-Za-z][0-9A-Za-z._-]*)?$", example: "debian-13")
  /// Begins with a letter: versions do not.
  static let channel = Form(
    "a name of lower-case letters, digits, '.', '-' and '_' that begins with a letter", "^[a-z][a-z0-9._-]*$",
    example: "stable")
  static let version = Form(
    "a version", "^[0-9]+([.][0-9]+)*([-+~][0-9A-Za-z.+~-]+)?$", example: "1.2.0")
  static let word = Form("a lower-case word", "^[a-z0-9][a-z0-9._-]*$", example: "debian")
  static let release = Form("a release", "^[0-9A-Za-z][0-9A-Za-z._-]*$", example: "13")
  static let date = Form(
    "a date", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", example: "2028-06-30")
  static let url = Form(
    "an http or https address", "^https?://[^ \t\n]+$", example: "http://mirror.example.org/debian")
  static let sha256 = Form(
    "a SHA-256 in lower-case hexadecimal", "^[0-9a-f]{64}$", example: String(repeating: "0f", count: 32))
  static let sha512 = Form(
    "a SHA-512 in lower-case hexadecimal", "^[0-9a-f]{128}$", example: String(repeating: "0f", count: 64))
  /// A path on this host, as it is written in a recipe.
  public static let path = Form(
    "a path", "^[^\n]+$", example: "files/index.html",
    hint: { $0.contains("\n") ? "; put the text into a file, and name that" : nil })
  /// A path in the image.
  public static let absolutePath = Form("an absolute path", "^/[^\n]*$", example: "/var/www/html/index.html")
  static let keyring = Form(
    "an absolute path", "^/[^\n]*[^/\n]$", example: "/usr/share/keyrings/debian-archive-keyring.gpg")
  static let mirrorPath = Form(
    "a path without '/' at its beginning", "^[^/ \t\n][^ \t\n]*$", example: "9.6/BaseOS/x86_64/os")
  static let name = Form(
    "a name of letters, digits, '.', '-' and '_'", "^[A-Za-z0-9][A-Za-z0-9._-]*$", example: "system")
  /// `user` or `user:group`.
  public static let owner = Form(
    "a user, or user:group", "^[a-z0-9_][a-z0-9_-]*(:[a-z0-9_][a-z0-9_-]*)?$", example: "www-data:www-data")
  /// Permission bits, such as `0644`.
  public static let mode = Form("permission bits in octal, in quotes", "^[0-7]{3,4}$", example: "0644")
  static let duration = Form(
    "a whole number and one of s, min, h", "^[1-9][0-9]{0,5}(s|min|h)$", example: "20min")
  static let age = Form(
    "a whole number and one of min, h, d", "^[1-9][0-9]{0,5}(min|h|d)$", example: "120d")
  /// For an installer's own kernel: nothing but QEMU reads it on the way.
  static let bootArgument = Form("one kernel argument, without spaces", "^[^ \t\n]+$", example: "quiet")
  /// systemd.unit(5), Description; but for names that are escaped, or begin with a `-` or a `.`.
  public static let unit = Form(
    "the name of a systemd unit", "^[A-Za-z0-9:_][A-Za-z0-9:_.@-]{0,254}$", example: "nginx.service")
  /// The name of an environment variable.
  public static let variable = Form(
    "the name of an environment variable", "^[A-Za-z_][A-Za-z0-9_]*$", example: "LEVEL")
}

/// A regular expression in the subset that POSIX and JSON Schema (ECMA 262) read alike.
///
/// POSIX's own matcher, because thousands of recipes are checked in one run and it is ten times quicker than `Regex`.
final class Pattern: @unchecked Sendable {  // `regexec` only reads what `regcomp` made
  let source: String
  private let compiled: UnsafeMutablePointer<regex_t>
  private let isValid: Bool

  init(_ source: String) {
    self.source = source
    compiled = .allocate(capacity: 1)
    compiled.initialize(to: regex_t())
    isValid = regcomp(compiled, source, REG_EXTENDED | REG_NOSUB) == 0
  }

  deinit {
    if isValid { regfree(compiled) }
    compiled.deallocate()
  }

  /// Text with a NUL in it matches nothing.
  func matches(_ text: String) -> Bool {
    isValid && !text.utf8.contains(0) && regexec(compiled, text, 0, nil, 0) == 0
  }
}
