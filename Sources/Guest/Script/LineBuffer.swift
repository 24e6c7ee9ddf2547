import Text

/// Turns chunks of output into lines, with every secret replaced by `***`.
struct LineBuffer: Sendable {
  /// Bytes after which a line without an end is handed over in parts.
  static let longest = 64 * 1024

  private var splitter = LineSplitter()
  private let secrets: [[UInt8]]

  /// A secret of several lines is masked line by line, since output comes so.
  init(secrets: some Collection<String> = []) {
    self.secrets = Set(secrets.flatMap { $0.split(whereSeparator: \.isNewline) })
      .map { Array($0.utf8) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1) }
  }

  /// The lines that `bytes` completes.
  mutating func append(_ bytes: some Sequence<UInt8>) -> [String] {
    var lines = splitter.lines(adding: bytes).map(text)
    if splitter.rest.count > Self.longest { lines.append(overflow()) }
    return lines
  }

  /// What is left when no more comes; nil if nothing.
  mutating func finish() -> String? {
    splitter.rest.isEmpty ? nil : text(splitter.takeRest())
  }

  /// Holds back as much as the start of a secret could take.
  private mutating func overflow() -> String {
    let pending = masked(splitter.takeRest())
    let end = max(0, pending.count - (secrets.first?.count ?? 1) + 1)
    _ = splitter.lines(adding: pending[end...])
    return String(decoding: pending[..<end], as: UTF8.self)
  }

  private func text(_ line: [UInt8]) -> String { String(decoding: masked(line), as: UTF8.self) }

  private func masked(_ bytes: [UInt8]) -> [UInt8] {
    guard !secrets.isEmpty else { return bytes }
    var result: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      if let secret = secrets.first(where: { rest.starts(with: $0) }) {
        result += Array("***".utf8)
        rest = rest.dropFirst(secret.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// The last lines of an output.
struct LastLines: Sendable {
  private(set) var lines: [String] = []
  let limit: Int

  init(limit: Int = 20) {
    self.limit = limit
  }

  mutating func append(_ line: String) {
    lines.append(line)
    if lines.count > limit { lines.removeFirst() }
  }
}
