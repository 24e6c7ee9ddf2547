/// The values of a hash of Berkeley DB, as RPM kept its database in before 4.16; Berkeley DB's `dbinc/db_page.h`.
///
/// Values that do not fit a page alone are read: headers of packages are such. Each is on a chain of pages of its own.
struct BerkeleyHash {
  private let bytes: [UInt8]
  private let pageSize: Int
  /// Of each page: where it is in a chain, how much is on it, and what it is.
  private static let head = 26

  private enum PageType {
    static let unsortedHash: UInt8 = 2
    static let overflow: UInt8 = 7
    static let hash: UInt8 = 13
  }

  /// nil for what is none, or was written by a machine of the other byte order.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 512, Self.number(bytes, 12, 4) == 0x61561 else { return nil }
    let size = Self.number(bytes, 20, 4)
    guard (512...65_536).contains(size), size & (size - 1) == 0 else { return nil }
    (self.bytes, pageSize) = (bytes, size)
  }

  /// Keys and values take turns on a page; a value that is elsewhere has a kind of 3, three bytes of nothing, a page and a length.
  var values: [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    for page in 1..<max(1, bytes.count / pageSize) {
      let start = page * pageSize
      let type = bytes[start + 25]
      guard type == PageType.hash || type == PageType.unsortedHash else { continue }
      let count = min(Self.number(bytes, start + 20, 2), (pageSize - Self.head) / 2)
      for index in stride(from: 1, to: count, by: 2) {
        let place = Self.number(bytes, start + Self.head + 2 * index, 2)
        guard place >= Self.head, place + 12 <= pageSize, bytes[start + place] == 3 else { continue }
        let length = Self.number(bytes, start + place + 8, 4)
        if let value = chain(Self.number(bytes, start + place + 4, 4), length) { found.append(value) }
      }
    }
    return found
  }

  private func chain(_ first: Int, _ length: Int) -> ArraySlice<UInt8>? {
    guard length <= bytes.count else { return nil }
    var content: [UInt8] = []
    content.reserveCapacity(length)
    var page = first
    while content.count < length {
      let start = page * pageSize
      guard page > 0, start + pageSize <= bytes.count, bytes[start + 25] == PageType.overflow else {
        return nil
      }
      let next = Self.number(bytes, start + 16, 4)
      let size = next == 0 ? Self.number(bytes, start + 22, 2) : pageSize - Self.head
      guard size > 0, size <= pageSize - Self.head else { return nil }
      content += bytes[(start + Self.head)..<(start + Self.head + size)].prefix(length - content.count)
      page = next
    }
    return content[...]
  }

  /// The lowest byte first; 0 behind the end.
  private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int {
    guard place + width <= bytes.count else { return 0 }
    return bytes[place..<place + width].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
