import Glibc

/// What is at the other end of an output: a terminal and its abilities, or a file or pipe.
public struct Terminal: Hashable, Sendable {
  /// Whether people look at it, not a file or a program.
  public let isTerminal: Bool
  /// Whether lines can be drawn again in place.
  public let canRedraw: Bool
  /// Whether colours and bold type are wanted and understood.
  public let hasStyles: Bool
  /// Columns; 80 where there is no terminal to ask.
  public let width: Int
  /// Lines; 24 where there is no terminal to ask.
  public let height: Int
  /// Whether more than ASCII can be shown.
  public let hasUnicode: Bool

  /// - Parameter environment: looked up for `TERM` (`dumb` understands no control sequences), `NO_COLOR`
  ///   (<https://no-color.org>) and the locale.
  public init(isTerminal: Bool, width: Int = 80, height: Int = 24, environment: [String: String]) {
    self.width = width > 0 ? width : 80
    self.height = height > 0 ? height : 24
    self.isTerminal = isTerminal
    canRedraw = isTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
    hasStyles = canRedraw && (environment["NO_COLOR"] ?? "").isEmpty
    // The first of these that is set decides; locale(7).
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    hasUnicode = ["utf-8", "utf8"].contains { locale?.lowercased().hasSuffix($0) ?? false }
  }

  /// Asks the kernel about a file descriptor.
  public init(descriptor: Int32, environment: [String: String]) {
    let size = windowSize(of: descriptor)
    self.init(
      isTerminal: isatty(descriptor) == 1, width: size.width, height: size.height, environment: environment)
  }

  /// The same terminal with the size that it has by now.
  func resized(asOf descriptor: Int32) -> Terminal {
    guard canRedraw else { return self }
    let size = windowSize(of: descriptor)
    return Terminal(self, width: size.width, height: size.height)
  }

  private init(_ terminal: Terminal, width: Int, height: Int) {
    isTerminal = terminal.isTerminal
    canRedraw = terminal.canRedraw
    hasStyles = terminal.hasStyles
    hasUnicode = terminal.hasUnicode
    self.width = width > 0 ? width : terminal.width
    self.height = height > 0 ? height : terminal.height
  }

  /// The text in characters that can be shown: where that is only ASCII, typographic signs become what a typewriter has, and, where
  /// people look, other characters `\u00E9`.
  public func shown(_ text: String) -> String {
    guard !hasUnicode, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let plain = typewritten[scalar] {
        result += plain
      } else if scalar.isASCII || !isTerminal {
        result.unicodeScalars.append(scalar)
      } else {
        result.unicodeScalars += escaped(scalar)
      }
    }
    return result
  }

  /// What stands for text that is left out.
  var ellipsis: String { hasUnicode ? "…" : "..." }

  /// The text in a style, or as it is.
  public func styled(_ text: String, _ style: Style) -> String {
    hasStyles && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// Signs that our own texts have.
private let typewritten: [Unicode.Scalar: String] = [
  "…": "...", "−": "-", "–": "-", "→": "->", "·": "|", "└": "`", "✕": "x", "’": "'", "“": "\"", "”": "\"",
]

/// Zeros where there is no terminal.
private func windowSize(of descriptor: Int32) -> (width: Int, height: Int) {
  var size = winsize()
  let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
  return isKnown ? (Int(size.ws_col), Int(size.ws_row)) : (0, 0)
}

/// How text stands out (ECMA-48, section 8.3.117, SGR).
public enum Style: Int, Sendable, CaseIterable {
  case bold = 1
  case dim = 2
  case red = 31
  case green = 32
  case yellow = 33
  case blue = 34
}
