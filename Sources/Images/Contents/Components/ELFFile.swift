/// The parts of a file in the Executable and Linkable Format that tell what it is; elf(5).
struct ELFFile {
  static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]

  private let bytes: [UInt8]
  private let isWide: Bool
  private let isBigEndian: Bool
  /// Of its parts in memory: type, where it is in the file, where in memory, and how long.
  private var segments: [(type: UInt64, offset: UInt64, address: UInt64, size: UInt64)] = []

  /// nil for what is none, or is cut off.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 64, bytes.starts(with: Self.magic), bytes[4] == 1 || bytes[4] == 2,
      bytes[5] == 1 || bytes[5] == 2
    else { return nil }
    (self.bytes, isWide, isBigEndian) = (bytes, bytes[4] == 2, bytes[5] == 2)
    guard let found = readSegments() else { return nil }
    segments = found
  }

  private func readSegments() -> [(type: UInt64, offset: UInt64, address: UInt64, size: UInt64)]? {
    guard let start = word(isWide ? 32 : 28), let size = number(isWide ? 54 : 42, 2),
      let count = number(isWide ? 56 : 44, 2)
    else { return nil }
    return (0..<count).compactMap { index in
      let (base, overflow) = start.addingReportingOverflow(index * size)
      guard !overflow, let type = number(base, 4) else { return nil }
      let fields: [UInt64?] =
        isWide
        ? [number(base + 8, 8), number(base + 16, 8), number(base + 32, 8)]
        : [number(base + 4, 4), number(base + 8, 4), number(base + 16, 4)]
      guard let offset = fields[0], let address = fields[1], let length = fields[2] else { return nil }
      return (type, offset, address, length)
    }
  }

  /// What it is, from its own name or its file's.
  func component(_ path: String) -> ContentsComponent {
    var properties: [String: String] = [:]
    properties["build-id"] = buildID
    let soname = self.soname
    properties["soname"] = soname
    return ContentsComponent(
      .elf, soname ?? path.split(separator: "/").last.map(String.init) ?? path, properties: properties)
  }

  /// What the linker made of the content, hexadecimal; nil for none. A note of the owner `GNU` and type 3.
  var buildID: String? {
    for segment in segments where segment.type == 4 {
      var place = segment.offset
      guard let end = sum(segment.offset, segment.size) else { continue }
      while place < end, let nameSize = number(place, 4), let size = number(place + 4, 4),
        let type = number(place + 8, 4)
      {
        let content = place + 12 + padded(nameSize)
        if type == 3, text(place + 12, longest: 4) == "GNU", size <= 64, let found = slice(content, size) {
          return found.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        place = content + padded(size)
      }
    }
    return nil
  }

  /// What a library calls itself: the entry `DT_SONAME` of its dynamic section.
  var soname: String? {
    guard let dynamic = segments.first(where: { $0.type == 2 }) else { return nil }
    let width: UInt64 = isWide ? 8 : 4
    var (name, strings): (UInt64?, UInt64?) = (nil, nil)
    for index in 0..<min(dynamic.size / (2 * width), 4096) {
      guard let base = sum(dynamic.offset, index * 2 * width), let tag = word(base),
        let value = word(base + width), tag != 0
      else { break }
      if tag == 14 { name = value }
      if tag == 5 { strings = value }
    }
    guard let name, let strings, let table = offset(ofAddress: strings), let place = sum(table, name) else {
      return nil
    }
    return text(place, longest: 256)
  }

  /// A section's content, by its name.
  func section(_ name: String) -> ArraySlice<UInt8>? {
    guard let start = word(isWide ? 40 : 32), let size = number(isWide ? 58 : 46, 2),
      let count = number(isWide ? 60 : 48, 2), let names = number(isWide ? 62 : 50, 2),
      let table = sectionPlace(start, size, names)
    else { return nil }
    for index in 0..<count {
      guard let base = sum(start, index * size), let offset = number(base, 4),
        let place = sum(table.offset, offset), text(place, longest: 64) == name
      else { continue }
      return sectionPlace(start, size, index).flatMap { slice($0.offset, $0.size) }
    }
    return nil
  }

  private func sectionPlace(
    _ start: UInt64, _ size: UInt64, _ index: UInt64
  ) -> (offset: UInt64, size: UInt64)? {
    guard let base = sum(start, index * size), let offset = word(base + (isWide ? 24 : 16)),
      let length = word(base + (isWide ? 32 : 20))
    else { return nil }
    return (offset, length)
  }

  private func offset(ofAddress address: UInt64) -> UInt64? {
    segments.first { $0.type == 1 && $0.address <= address && address - $0.address < $0.size }
      .flatMap { sum($0.offset, address - $0.address) }
  }

  // MARK: - Bytes, of which a file may have fewer than it says

  private func sum(_ one: UInt64, _ other: UInt64) -> UInt64? {
    let (result, overflow) = one.addingReportingOverflow(other)
    return overflow || result > UInt64(bytes.count) << 1 ? nil : result
  }

  private func padded(_ size: UInt64) -> UInt64 { (min(size, 1 << 32) + 3) & ~3 }

  private func word(_ place: UInt64) -> UInt64? { number(place, isWide ? 8 : 4) }

  private func number(_ place: UInt64, _ width: UInt64) -> UInt64? {
    guard let part = slice(place, width) else { return nil }
    return (isBigEndian ? Array(part) : part.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func slice(_ place: UInt64, _ count: UInt64) -> ArraySlice<UInt8>? {
    let total = UInt64(bytes.count)
    guard place <= total, count <= total - place else { return nil }
    return bytes[Int(place)..<Int(place + count)]
  }

  /// Up to its end; nil for one that is longer, or no text.
  private func text(_ place: UInt64, longest: Int) -> String? {
    guard place < UInt64(bytes.count) else { return nil }
    let part = bytes[Int(place)...].prefix(longest + 1)
    guard let end = part.firstIndex(of: 0) else { return nil }
    return String(validating: part[..<end], as: UTF8.self)
  }
}
