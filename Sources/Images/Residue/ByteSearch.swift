import Foundation

/// Finds any of many byte strings in one pass over a text.
///
/// Sun Wu and Udi Manber, "A Fast Algorithm for Multi-Pattern Searching" (1994), with blocks of two bytes: three bytes of each
/// needle, its anchor, decide how far the search jumps, however many needles there are.
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

    /// - Parameter bytes: at least ``ByteSearch/window``.
    init(_ bytes: [UInt8], anchor: Int = 0) {
      precondition(bytes.count >= anchor + ByteSearch.window, "a needle is shorter than what is looked for of it")
      self.bytes = bytes
      self.anchor = anchor
    }
  }

  /// Bytes of an anchor.
  static let window = 3

  let needles: [Needle]
  /// By two bytes as one number: how far an anchor's end must be from there.
  private let jumps: [UInt8]
  /// The needles whose anchor ends in these two bytes.
  private let candidates: [UInt16: [Int]]

  init(_ needles: [Needle]) {
    var jumps = [UInt8](repeating: UInt8(Self.window - 1), count: 1 << 16)
    var candidates: [UInt16: [Int]] = [:]
    for (index, needle) in needles.enumerated() {
      let (first, middle, last) = (
        needle.bytes[needle.anchor], needle.bytes[needle.anchor + 1], needle.bytes[needle.anchor + 2]
      )
      let (inner, end) = (Self.block(first, middle), Self.block(middle, last))
      jumps[Int(inner)] = min(jumps[Int(inner)], 1)
      jumps[Int(end)] = 0
      candidates[end, default: []].append(index)
    }
    self.needles = needles
    self.jumps = jumps
    self.candidates = candidates
  }

  /// As a little-endian processor reads them.
  private static func block(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(second) << 8 | UInt16(first) }

  /// Calls with each needle that is in the text as a whole, and where it begins, in the order of their anchors.
  ///
  /// - Parameter first: where the first anchor may begin.
  func forEachMatch(
    in text: UnsafeRawBufferPointer, from first: Int = 0, _ found: (_ needle: Int, _ place: Int) -> Void
  ) {
    guard !needles.isEmpty, let base = text.baseAddress else { return }
    jumps.withUnsafeBufferPointer { jumps in
      // Of the block that an anchor may end with.
      var place = first + Self.window - 2
      while place + 1 < text.count {
        let block = UInt16(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt16.self))
        let jump = Int(jumps[Int(block)])
        if jump == 0 {
          for index in candidates[block] ?? [] {
            let needle = needles[index]
            let start = place - 1 - needle.anchor
            guard start >= 0, start + needle.bytes.count <= text.count,
              memcmp(base + start, needle.bytes, needle.bytes.count) == 0
            else { continue }
            found(index, start)
          }
          place += 1
        } else {
          place += jump
        }
      }
    }
  }
}
