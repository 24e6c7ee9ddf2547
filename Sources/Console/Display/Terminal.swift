import Glibc

/// What is at the other end of an output: a terminal and its abilities, or a file or pipe.
public struct Terminal: Hashable, Sendable {
  /// Whether lines can be drawn again in place.
  public let canRedraw: Bool
  /// Whether colours and bold type are wanted and understood.
  public let hasStyles: Bool
  /// Columns; 80 where there is no terminal to ask.
  public let width: Int
  /// Lines; 24 where there is no terminal to ask.
  public let height: Int

  /// - Parameter environment: looked up for `TERM` (`dumb` understands no control sequences) and `NO_COLOR`
  ///   (<https://no-color.org>).
  public init(isTerminal: Bool, width: Int = 80, height: Int = 24, environment: [String: String]) {
    self.width = width > 0 ? width : 80
    self.height = height > 0 ? height : 24
    canRedraw = isTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
    hasStyles = canRedraw && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Asks the kernel about a file descriptor.
  public init(descriptor: Int32, environment: [String: String]) {
    var size = winsize()
    let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    self.init(
      isTerminal: isatty(descriptor) == 1, width: known ? Int(size.ws_col) : 0,
      height: known ? Int(size.ws_row) : 0,
      environment: environment)
  }

  /// The text in a style, or as it is.
  public func styled(_ text: String, _ style: Style) -> String {
    hasStyles && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
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
