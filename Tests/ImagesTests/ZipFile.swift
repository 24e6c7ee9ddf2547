import Foundation

/// A zip whose files are not compressed; PKWARE's APPNOTE, 4.3.
struct ZipFile {
  private var files: [(name: String, content: Data)]

  init(_ files: KeyValuePairs<String, String>) { self.files = files.map { ($0.key, Data($0.value.utf8)) } }

  func adding(_ name: String, _ content: Data) -> ZipFile {
    var zip = self
    zip.files.append((name, content))
    return zip
  }

  var data: Data {
    var content: [UInt8] = []
    var list: [UInt8] = []
    for file in files {
      let common = Self.head(file.name, file.content)
      list += [0x50, 0x4B, 1, 2] + Self.number(20, 2)
      list += common
      list += Self.number(0, 10) + Self.number(content.count, 4)
      list += Array(file.name.utf8)
      content += [0x50, 0x4B, 3, 4]
      content += common
      content += Array(file.name.utf8)
      content += [UInt8](file.content)
    }
    var end: [UInt8] = [0x50, 0x4B, 5, 6] + Self.number(0, 4)
    end += Self.number(files.count, 2) + Self.number(files.count, 2)
    end += Self.number(list.count, 4) + Self.number(content.count, 4) + Self.number(0, 2)
    return Data(content + list + end)
  }

  /// What a file's own head and the list have in common: of what version it is, no flags, no compression, no time.
  private static func head(_ name: String, _ content: Data) -> [UInt8] {
    var head = number(20, 2) + number(0, 2) + number(0, 2)
    head += number(0, 4) + number(Int(checksum(content)), 4)
    head += number(content.count, 4) + number(content.count, 4)
    return head + number(name.utf8.count, 2) + number(0, 2)
  }

  private static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32, bit by bit.
  private static func checksum(_ data: Data) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in data {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= 0xEDB8_8320 }
      }
    }
    return ~sum
  }
}
