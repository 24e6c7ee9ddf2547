/// One thing that was looked at in an image's test, and what was found.
public struct TestCase: Hashable, Sendable, Codable {
  /// Such as `cloud-init`, or `service nginx.service`; no two of a report are alike.
  public var name: String
  public var kind: Kind
  public var outcome: Outcome
  public var seconds: Double
  /// Why it failed or was not done; one line.
  public var message: String?
  /// The end of what was printed or read.
  public var output: String?
  /// Where a recipe asks for it, such as `web.yaml:12:5`; nil for what is asked of every image.
  public var place: String?

  /// `boot`, `login` and `system` are asked of every image; the others by recipes.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case boot, login, system, identity, script, http, ports, service, package, file
  }

  public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case passed, failed, skipped
  }

  /// Texts come from the image that is tested: they are cut, and what steers terminals is taken out of them.
  public init(
    _ name: String, _ kind: Kind, _ outcome: Outcome, seconds: Double = 0, message: String? = nil,
    output: String? = nil, place: String? = nil
  ) {
    self.name = name.plainLine(300)
    self.kind = kind
    self.outcome = outcome
    self.seconds = (seconds * 1000).rounded() / 1000
    self.message = message?.plainLine(500)
    self.output = output.map { $0.plainEnd(8192) }.flatMap { $0.isEmpty ? nil : $0 }
    self.place = place
  }
}

extension String {
  /// One line of it, without what steers terminals or has no place in XML.
  func plainLine(_ length: Int) -> String {
    let line = unicodeScalars.lazy.map { $0.isPlain ? Character($0) : " " }.prefix(length * 4)
    return String(String(line).prefix(length))
  }

  /// The last characters of its lines.
  fileprivate func plainEnd(_ length: Int) -> String {
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars.suffix(length * 2) where scalar.isPlain || scalar == "\n" || scalar == "\t" {
      text.append(scalar)
    }
    let end = String(String(text).suffix(length))
    return String(end.drop(while: \.isNewline).reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension Unicode.Scalar {
  /// Neither a control character (C0, C1), nor one that turns the direction of text (UAX #9), nor one that XML 1.0 leaves out.
  fileprivate var isPlain: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFFFE...0xFFFF: false
    default: true
    }
  }
}
