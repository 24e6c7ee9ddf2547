/// One entry of apt's set-up (sources.list(5)), in either of its two formats.
public struct AptSource: Hashable, Sendable {
  /// `deb`, `deb-src`.
  public var types: [String]
  /// As written, with `mirror+file:` and the like.
  public var uris: [String]
  public var suites: [String]
  public var components: [String]
  /// The keyrings' paths, or a key itself; empty where apt's own keyrings are meant.
  public var signedBy: String
  /// The file it is from.
  public var file: String

  public init(
    types: [String], uris: [String], suites: [String], components: [String], signedBy: String = "",
    file: String
  ) {
    self.types = types
    self.uris = uris
    self.suites = suites
    self.components = components
    self.signedBy = signedBy
    self.file = file
  }

  /// Reads `*.list`: one entry a line, `deb [options] URI suite component…`. Lines that are not such are passed over,
  /// as the host's apt is not ours to judge.
  public static func oneLine(_ text: String, file: String) -> [AptSource] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      oneLineEntry(String(line.prefix { $0 != "#" }), file: file)
    }
  }

  private static func oneLineEntry(_ line: String, file: String) -> AptSource? {
    var rest = Substring(line)
    guard let type = takeWord(&rest), type == "deb" || type == "deb-src" else { return nil }
    var options = ""
    if rest.first == "[", let end = rest.firstIndex(of: "]") {
      options = String(rest[rest.index(after: rest.startIndex)..<end])
      rest = rest[rest.index(after: end)...]
    }
    guard let uri = takeURI(&rest), let suite = takeWord(&rest) else { return nil }
    let signedBy = options.split(separator: " ").first { $0.hasPrefix("signed-by=") }
    return AptSource(
      types: [type], uris: [uri], suites: [suite], components: words(String(rest)),
      signedBy: signedBy.map { String($0.dropFirst("signed-by=".count)) } ?? "", file: file)
  }

  /// Reads `*.sources`: stanzas with `Types`, `URIs`, `Suites`, `Components`. Those switched off are left out.
  public static func deb822(_ text: String, file: String) -> [AptSource] {
    var sources: [AptSource] = []
    // Only an absurd length can fail here, and what was read up to there stands.
    try? forEachStanza(in: [UInt8](text.utf8), named: file) { stanza in
      guard stanza.text(of: "Enabled")?.lowercased() != "no" else { return }
      sources.append(
        AptSource(
          types: words(stanza.text(of: "Types")), uris: words(stanza.text(of: "URIs")),
          suites: words(stanza.text(of: "Suites")), components: words(stanza.text(of: "Components")),
          signedBy: stanza.text(of: "Signed-By") ?? "", file: file))
    }
    return sources
  }

  private static func words(_ text: String?) -> [String] {
    (text ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The next word, taken off with the blanks around it.
  private static func takeWord(_ text: inout Substring) -> String? {
    text = text.drop(while: \.isWhitespace)
    let word = text.prefix { !$0.isWhitespace }
    text = text[word.endIndex...].drop(while: \.isWhitespace)
    return word.isEmpty ? nil : String(word)
  }

  /// A URI may hold blanks in brackets: `cdrom:[Debian GNU/Linux 13]/`.
  private static func takeURI(_ text: inout Substring) -> String? {
    text = text.drop(while: \.isWhitespace)
    guard text.hasPrefix("cdrom:["), let end = text.firstIndex(of: "]") else { return takeWord(&text) }
    let head = String(text[...end])
    text = text[text.index(after: end)...]
    return takeWord(&text).map { head + $0 }
  }
}
