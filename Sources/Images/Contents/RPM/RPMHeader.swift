/// What RPM keeps of one package: numbered values; rpm's docs/manual/header_format.md and tags.md.
///
/// Two numbers (of entries, and of bytes), 16 bytes for each entry (tag, type, where, how many), then the values; big-endian.
struct RPMHeader {
  enum Tag: UInt32 {
    case name = 1000
    case version, release, epoch
    case size = 1009
    case vendor = 1011
    case license = 1014
    case packager, sourceName = 1044
    case architecture = 1022
    case fileFlags = 1037
    case folderIndexes = 1116
    case names, folders
  }

  private let bytes: ArraySlice<UInt8>
  private let data: Int
  private var entries: [UInt32: (type: UInt32, place: Int, count: Int)] = [:]

  /// nil for what is none.
  init?(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    guard let count = Self.number(bytes, 0), count <= 65_536 else { return nil }
    data = 8 + 16 * Int(count)
    guard data <= bytes.count else { return nil }
    for index in 0..<Int(count) {
      let start = 8 + 16 * index
      guard let tag = Self.number(bytes, start), let type = Self.number(bytes, start + 4),
        let place = Self.number(bytes, start + 8), let items = Self.number(bytes, start + 12),
        Int(place) <= bytes.count - data, Int(items) <= bytes.count
      else { continue }
      entries[tag] = (type, data + Int(place), Int(items))
    }
  }

  /// A text, or the first of several.
  func text(_ tag: Tag) -> String? { texts(tag, limit: 1).first }

  /// Texts, each with a zero behind it.
  func texts(_ tag: Tag, limit: Int = .max) -> [String] {
    guard let entry = entries[tag.rawValue], [6, 8, 9].contains(entry.type) else { return [] }
    var found: [String] = []
    var rest = bytes.dropFirst(entry.place)
    while found.count < min(entry.count, limit), let end = rest.firstIndex(of: 0) {
      found.append(String(decoding: rest[..<end], as: UTF8.self))
      rest = rest[(end + 1)...]
    }
    return found
  }

  /// Numbers of 32 bits.
  func numbers(_ tag: Tag) -> [UInt32] {
    guard let entry = entries[tag.rawValue], entry.type == 4 else { return [] }
    return (0..<entry.count).compactMap { Self.number(bytes, entry.place + 4 * $0) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt32? {
    guard place >= 0, place + 4 <= bytes.count else { return nil }
    let start = bytes.startIndex + place
    return bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
