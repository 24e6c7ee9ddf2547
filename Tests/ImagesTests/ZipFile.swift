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
    func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(value >> (8 * $0) & 0xFF) } }
    var (content, list) = (Data(), Data())
    for file in files {
      let name = Array(file.name.utf8)
      let sizes =
        number(Int(Self.checksum(file.content)), 4) + number(file.content.count, 4)
        + number(file.content.count, 4)
      let common =
        number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) + sizes + number(name.count, 2)
        + number(0, 2)
      list += [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(0, 10) + number(content.count, 4) + name
      content += [0x50, 0x4B, 3, 4] + common + name
      content += file.content
    }
    let end =
      [0x50, 0x4B, 5, 6] + number(0, 4) + number(files.count, 2) + number(files.count, 2)
      + number(list.count, 4) + number(content.count, 4) + number(0, 2)
    return content + list + end
  }

  /// CRC-32, bit by bit.
  private static func checksum(_ data: Data) -> UInt32 {
    var sum = ~UInt32(0)
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
