import Recipes

/// What a build knows that nobody may read in its image: the values of secrets, the archive and the proxy that it alone uses.
public struct BuildTrace: Sendable {
  let kind: ResidueKind
  /// What it is, for people; never what it says.
  let title: String
  /// All forms that it is looked for in.
  let forms: [[UInt8]]

  /// Of a secret, its longest line, as it is and in base64 (RFC 4648) at each of its three offsets; nil for one that is so short that
  /// it would be found anywhere.
  ///
  /// - Parameter name: as recipes call it.
  public init?(secret value: String, name: String) {
    let lines = value.split(whereSeparator: \.isNewline).map { Array($0.utf8.prefix(Self.longest)) }
    guard let line = lines.max(by: { $0.count < $1.count }), line.count >= Self.shortest else { return nil }
    kind = .buildSecret
    title = "the value of secret '\(name)'"
    forms = [line] + (0..<3).map { Self.base64(line, at: $0) }
  }

  /// Of an address that only the build uses.
  public init?(address: String, title: String) {
    guard address.utf8.count >= Self.shortest else { return nil }
    kind = .buildMirror
    self.title = title
    forms = [Array(address.utf8)]
  }

  private static let shortest = 6
  private static let longest = 64

  /// What of an encoding does not depend on what stands before and after.
  private static func base64(_ bytes: [UInt8], at shift: Int) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let padded = [UInt8](repeating: 0, count: shift) + bytes
    let whole = stride(from: 0, to: padded.count - padded.count % 3, by: 3).flatMap { index in
      let group = UInt32(padded[index]) << 16 | UInt32(padded[index + 1]) << 8 | UInt32(padded[index + 2])
      return [18, 12, 6, 0].map { alphabet[Int(group >> UInt32($0) & 63)] }
    }
    return Array(whole.dropFirst(shift == 0 ? 0 : 4))
  }
}

/// What is looked for in the bytes of an image.
public struct SecretCatalogue: Sendable {
  let patterns: [SecretPattern]
  let search: ByteSearch
  /// By needle of ``search``.
  let owners: [Int]

  /// Nothing.
  static let empty = SecretCatalogue([])

  /// What is in no image that should be handed out, and what a build knows.
  public init(traces: [BuildTrace] = []) {
    let own = traces.map { trace in
      SecretPattern(
        trace.kind, trace.title,
        beginnings: trace.forms.filter { $0.count >= 6 }.map { ByteSearch.Needle($0) }
      ) { text in trace.forms.contains { text.take($0) } }
    }
    self.init(SecretPattern.standard + own)
  }

  private init(_ patterns: [SecretPattern]) {
    self.patterns = patterns
    let needles = patterns.enumerated().flatMap { index, pattern in pattern.beginnings.map { (index, $0) } }
    owners = needles.map(\.0)
    search = ByteSearch(needles.map(\.1))
  }
}

/// A place where something of a catalogue begins.
struct SecretHit: Hashable, Sendable {
  /// Of ``SecretCatalogue/patterns``.
  let pattern: Int
  /// Of the text's bytes.
  let offset: UInt64
  /// It, and what stands before it, as far as both are in the sector that it begins in. A file's sectors are a disk's,
  /// so that the same bytes have the same excerpt in both. Never to be told to anybody.
  let excerpt: [UInt8]
}

/// Looks through a text that comes in pieces, which need not follow each other: what is left out ends what was before it.
struct SecretScanner {
  private let catalogue: SecretCatalogue
  private var buffer: [UInt8] = []
  /// Of the buffer's first byte.
  private var begin: UInt64 = 0
  /// Where the next hit may begin.
  private var next: UInt64 = 0
  private(set) var hits: [SecretHit] = []

  /// Hits in one text after which the others do not count: an image from elsewhere may be made of nothing else.
  private static let most = 100_000
  private static let sector: UInt64 = 512
  /// Bytes before a hit that are of use.
  private static let before = 16
  /// Bytes from a hit's beginning on that decide on it.
  private static let after = 640

  init(_ catalogue: SecretCatalogue) { self.catalogue = catalogue }

  /// - Parameter offset: of the piece's first byte; not before the end of the piece before it.
  mutating func take(_ piece: UnsafeRawBufferPointer, at offset: UInt64) {
    if offset != begin + UInt64(buffer.count) { end(goingOnAt: offset) }
    buffer.append(contentsOf: piece)
    scan(isEnd: false)
    let kept = min(buffer.count, Self.before + Self.after)
    begin += UInt64(buffer.count - kept)
    buffer.replaceSubrange(..<(buffer.count - kept), with: [])
  }

  /// Ends the text.
  ///
  /// - Returns: all that was found in it.
  mutating func finish() -> [SecretHit] {
    end(goingOnAt: 0)
    defer { hits = [] }
    return hits
  }

  private mutating func end(goingOnAt offset: UInt64) {
    scan(isEnd: true)
    buffer.removeAll(keepingCapacity: true)
    (begin, next) = (offset, offset)
  }

  private mutating func scan(isEnd: Bool) {
    let end = buffer.count - (isEnd ? 0 : Self.after)
    let first = Int(next - begin)
    guard end > first else { return }
    var found: [SecretHit] = []
    buffer.withUnsafeBytes { bytes in
      catalogue.search.forEachMatch(in: bytes, from: first) { needle, place in
        guard place >= first, place < end else { return }
        if let hit = hit(of: catalogue.owners[needle], at: place, in: bytes) { found.append(hit) }
      }
    }
    hits += found.prefix(max(0, Self.most - hits.count))
    next = begin + UInt64(end)
  }

  private func hit(of pattern: Int, at place: Int, in bytes: UnsafeRawBufferPointer) -> SecretHit? {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[place..<min(bytes.count, place + Self.after)])
    var reading = ByteReading(rest, after: place > 0 ? bytes[place - 1] : nil)
    guard catalogue.patterns[pattern].check(&reading) else { return nil }
    let offset = begin + UInt64(place)
    let inSector = Int(offset % Self.sector)
    let first = place - min(Self.before, inSector, place)
    let end = min(place + min(reading.place, Int(Self.sector) - inSector), bytes.count)
    return SecretHit(pattern: pattern, offset: offset, excerpt: Array(bytes[first..<end]))
  }
}
