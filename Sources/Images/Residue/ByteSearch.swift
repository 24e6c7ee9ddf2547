import Foundation

/// Finds any of many byte strings in one pass over a text.
///
/// Of each needle three bytes, its anchor, are looked for. Wherever they are, one of their two pairs begins at an even place: so every second
/// pair of the text is looked up in a table of such pairs, eight bytes at a time, and no look-up waits for another. (A search that jumps, as Wu's
/// and Manber's, looks at fewer bytes and takes four times as long, since each jump waits for the table.)
struct ByteSearch: Sendable {
  /// What is looked for.
  struct Needle: Hashable, Sendable {
    let bytes: [UInt8]
    /// Where in it the three bytes are that are rarest in what is searched.
    let anchor: Int

    /// - Parameter anchor: a part of the text; nil: its beginning.
    init(_ text: String, anchor: String? = nil) {
      let place = anchor.flatMap { text.range(of: $0) }.map { text[..<$0.lowerBound].utf8.count }
      self.init(Array(text.utf8), anchor: place ?? 0)
    }

    /// - Parameter bytes: at least ``ByteSearch/window`` from the anchor on.
    init(_ bytes: [UInt8], anchor: Int = 0) {
      precondition(
        bytes.count >= anchor + ByteSearch.window, "a needle is shorter than what is looked for of it")
      self.bytes = bytes
      self.anchor = anchor
    }
  }

  /// Bytes of an anchor.
  static let window = 3

  let needles: [Needle]
  /// A bit for each pair of bytes, as a little-endian number: whether it is in an anchor. Small enough for a processor's first cache.
  private let flags: [UInt64]
  /// By pair: what may be there.
  private let candidates: [UInt16: [Candidate]]

  /// A needle, and where in it the pair is.
  private struct Candidate: Sendable {
    let needle: Int
    let place: Int
  }

  init(_ needles: [Needle]) {
    var flags = [UInt64](repeating: 0, count: 1 << 10)
    var candidates: [UInt16: [Candidate]] = [:]
    for (index, needle) in needles.enumerated() {
      for place in needle.anchor..<(needle.anchor + Self.window - 1) {
        let pair = UInt16(needle.bytes[place + 1]) << 8 | UInt16(needle.bytes[place])
        flags[Int(pair >> 6)] |= 1 << UInt64(pair & 63)
        candidates[pair, default: []].append(Candidate(needle: index, place: place))
      }
    }
    self.needles = needles
    self.flags = flags
    self.candidates = candidates
  }

  /// Calls with each needle that is in the text as a whole, and where it begins, in no particular order.
  ///
  /// - Parameter first: where the first anchor may begin.
  func forEachMatch(
    in text: UnsafeRawBufferPointer, from first: Int = 0, _ found: (_ needle: Int, _ place: Int) -> Void
  ) {
    guard !needles.isEmpty, let base = text.baseAddress else { return }
    flags.withUnsafeBufferPointer { flags in
      func isFlagged(_ pair: UInt64) -> UInt64 { flags[Int(pair >> 6)] >> (pair & 63) & 1 }
      var place = first
      while place + 8 <= text.count {
        let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let any =
          isFlagged(word & 0xffff) | isFlagged(word >> 16 & 0xffff) | isFlagged(word >> 32 & 0xffff)
          | isFlagged(word >> 48)
        if any != 0 {
          for lane in 0..<4 where isFlagged(word >> UInt64(16 * lane) & 0xffff) != 0 {
            forEachMatch(ofPairAt: place + 2 * lane, in: text, found)
          }
        }
        place += 8
      }
      while place + 1 < text.count {
        forEachMatch(ofPairAt: place, in: text, found)
        place += 2
      }
    }
  }

  private func forEachMatch(
    ofPairAt place: Int, in text: UnsafeRawBufferPointer, _ found: (_ needle: Int, _ place: Int) -> Void
  ) {
    let pair = UInt16(text[place + 1]) << 8 | UInt16(text[place])
    guard let base = text.baseAddress else { return }
    for candidate in candidates[pair] ?? [] {
      let bytes = needles[candidate.needle].bytes
      let start = place - candidate.place
      guard start >= 0, start + bytes.count <= text.count,
        memcmp(base + start, bytes, bytes.count) == 0
      else { continue }
      found(candidate.needle, start)
    }
  }
}
