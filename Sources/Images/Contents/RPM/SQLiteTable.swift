/// One table of a database of SQLite, read page by page; sqlite.org's "Database File Format".
///
/// What an image holds may be anything: each page is read once, and no size is believed.
struct SQLiteTable {
  private let bytes: [UInt8]
  private let pageSize: Int
  /// Of a page, what is not reserved.
  private let usable: Int
  /// Pages that are newer in the log than in the file: where in `log` they begin.
  private var newer: [Int: Int] = [:]
  private let log: [UInt8]
  private var root = 0

  /// - Parameter log: the write-ahead log, where there is one.
  /// - Returns: nil for what is no database, or has no such table.
  init?(_ name: String, in bytes: [UInt8], log: [UInt8]? = nil) {
    guard bytes.count >= 512, bytes.starts(with: Array("SQLite format 3\0".utf8)) else { return nil }
    let size = Int(bytes[16]) << 8 | Int(bytes[17])
    pageSize = size == 1 ? 65_536 : size
    usable = pageSize - Int(bytes[20])
    guard pageSize >= 512, pageSize & (pageSize - 1) == 0, usable >= 480 else { return nil }
    (self.bytes, self.log) = (bytes, log ?? [])
    readLog()
    for record in records(from: 1) {
      let columns = Self.columns(record)
      guard columns.count >= 4, Self.text(columns[0]) == "table", Self.text(columns[1]) == name else {
        continue
      }
      root = columns[3].value.reduce(0) { $0 << 8 | Int($1) }
    }
    guard root > 1 else { return nil }
  }

  /// The last column of each row that is a blob.
  var blobs: [ArraySlice<UInt8>] {
    records(from: root).compactMap { record in
      Self.columns(record).last { $0.type >= 12 && $0.type % 2 == 0 }?.value
    }
  }

  // MARK: - Pages

  /// Frames of 24 bytes and a page, those of the log's current round alone, and only whole transactions.
  private mutating func readLog() {
    guard log.count >= 32 else { return }
    var found: [Int: Int] = [:]
    var place = 32
    while place + 24 + pageSize <= log.count, log[(place + 8)..<(place + 16)] == log[16..<24] {
      found[number(log, place)] = place + 24
      // The size of the database after a transaction; 0 within one.
      if number(log, place + 4) != 0 { newer = found }
      place += 24 + pageSize
    }
  }

  private func page(_ index: Int) -> ArraySlice<UInt8>? {
    if let place = newer[index] { return log[place..<(place + pageSize)] }
    let (start, overflow) = (index - 1).multipliedReportingOverflow(by: pageSize)
    guard index > 0, !overflow, start <= bytes.count - pageSize else { return nil }
    return bytes[start..<(start + pageSize)]
  }

  /// The rows' records of a tree of pages.
  private func records(from root: Int) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    var waiting = [root]
    var seen: Set<Int> = []
    while let index = waiting.popLast() {
      guard seen.insert(index).inserted, let page = page(index) else { continue }
      // The first page begins with the file's own head.
      let head = page.startIndex + (index == 1 ? 100 : 0)
      let isLeaf = page[head] == 0x0D
      guard isLeaf || page[head] == 0x05 else { continue }
      let count = Int(page[head + 3]) << 8 | Int(page[head + 4])
      let cells = head + (isLeaf ? 8 : 12)
      if !isLeaf { waiting.append(number(page, head + 8)) }
      for cell in 0..<count where cells + 2 * cell + 1 < page.endIndex {
        let place = page.startIndex + (Int(page[cells + 2 * cell]) << 8 | Int(page[cells + 2 * cell + 1]))
        guard place + 4 <= page.endIndex else { continue }
        if isLeaf {
          if let record = record(page, at: place) { found.append(record) }
        } else {
          waiting.append(number(page, place))
        }
      }
    }
    return found
  }

  /// A cell of a leaf: its length, the row's number, and as much of it as fits; the rest is on pages of its own.
  private func record(_ page: ArraySlice<UInt8>, at place: Int) -> ArraySlice<UInt8>? {
    var rest = page[place...]
    guard let length = Self.variable(&rest), Self.variable(&rest) != nil, length <= bytes.count + log.count
    else { return nil }
    let most = usable - 35
    if length <= most { return length <= rest.count ? rest.prefix(length) : nil }
    let least = (usable - 12) * 32 / 255 - 23
    let fit = least + (length - least) % (usable - 4)
    let local = fit <= most ? fit : least
    guard local + 4 <= rest.count else { return nil }
    var content = Array(rest.prefix(local))
    content.reserveCapacity(length)
    var next = number(rest, rest.startIndex + local)
    while content.count < length {
      guard let page = self.page(next) else { return nil }
      next = number(page, page.startIndex)
      content += page[(page.startIndex + 4)..<(page.startIndex + usable)].prefix(length - content.count)
    }
    return content[...]
  }

  // MARK: - Records

  /// A row's columns: the types, then the values.
  private static func columns(_ record: ArraySlice<UInt8>) -> [(type: Int, value: ArraySlice<UInt8>)] {
    var head = record
    guard let size = variable(&head), size <= record.count, size >= 1 else { return [] }
    var types = record.prefix(size)[head.startIndex...]
    var values = record.dropFirst(size)
    var found: [(Int, ArraySlice<UInt8>)] = []
    while let type = variable(&types) {
      let count = Self.size(type)
      guard count <= values.count else { return [] }
      found.append((type, values.prefix(count)))
      values = values.dropFirst(count)
    }
    return found
  }

  private static func size(_ type: Int) -> Int {
    switch type {
    case 1...4: type
    case 5: 6
    case 6, 7: 8
    case 12...: (type - 12) / 2
    default: 0
    }
  }

  private static func text(_ column: (type: Int, value: ArraySlice<UInt8>)) -> String? {
    column.type >= 13 && column.type % 2 == 1 ? String(decoding: column.value, as: UTF8.self) : nil
  }

  /// 7 bits a byte, the highest first; the ninth byte has eight.
  private static func variable(_ rest: inout ArraySlice<UInt8>) -> Int? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard let byte = rest.popFirst() else { return nil }
      if index == 8 { return Int(exactly: value << 8 | UInt64(byte)) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte & 0x80 == 0 { break }
    }
    return Int(exactly: value)
  }

  /// Four bytes, the highest first; a page has at least as many.
  private func number(_ page: ArraySlice<UInt8>, _ place: Int) -> Int {
    guard place >= page.startIndex, place + 4 <= page.endIndex else { return 0 }
    return page[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private func number(_ bytes: [UInt8], _ place: Int) -> Int { number(bytes[...], place) }
}
