private import Foundation

/// The numbers that qemu-img makes up at random, and the times that it writes, in the images that it makes: put in their place
/// is what follows from the image's content, so that the same image has the same bytes.
public struct ImageIdentity: Hashable, Sendable {
  private let seed: [UInt8]

  /// - Parameter seed: 32 bytes, such as a SHA-256 of the disk's content.
  public init(seed: [UInt8]) {
    precondition(seed.count >= 32)
    self.seed = seed
  }

  /// Two of them; version 8 of RFC 9562, of its maker's own making.
  func uuid(_ index: Int) -> [UInt8] {
    var bytes = Array(seed[(16 * (index % 2))..<(16 * (index % 2) + 16)])
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes
  }

  /// Settles an image that qemu-img has just made; other formats have nothing of the kind.
  ///
  /// - Throws: `MachineError` where the image is not as its format's specification says.
  public func settle(_ path: String, format: DiskFormat) throws {
    switch format {
    case .qcow2, .raw: return
    case .vmdk: try VMDKIdentity().settle(try BlockFile(path), self)
    case .vdi: try VDIIdentity().settle(try BlockFile(path), self)
    case .vhd: try VHDIdentity().settle(try BlockFile(path), self)
    case .vhdx: try VHDXIdentity().settle(try BlockFile(path), self)
    }
  }

  /// Of a stream-optimised image's content; never one of those that mean something else.
  fileprivate var contentID: String {
    let number = seed[0..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let digits = String(max(number, 1), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// A file of which a few stretches are read and written.
private final class BlockFile {
  let path: String
  private let handle: FileHandle

  init(_ path: String) throws {
    self.path = path
    handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
  }

  deinit { try? handle.close() }

  func size() throws -> UInt64 { try handle.seekToEnd() }

  func read(_ offset: UInt64, _ count: Int) throws -> [UInt8] {
    try handle.seek(toOffset: offset)
    let bytes = [UInt8](try handle.read(upToCount: count) ?? Data())
    guard bytes.count == count else { throw odd("cut off at byte \(offset)") }
    return bytes
  }

  func write(_ bytes: [UInt8], at offset: UInt64) throws {
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data(bytes))
  }

  func odd(_ fault: String) -> MachineError {
    .unexpectedOutput(program: "qemu-img", text: "\(path) is \(fault)")
  }
}

/// VMware, Virtual Disk Format 5.0, "The Descriptor File": `CID` changes whenever the content does.
private struct VMDKIdentity {
  func settle(_ file: BlockFile, _ identity: ImageIdentity) throws {
    let head = try file.read(0, 512)
    let (start, count) = (littleEndian(head[28..<36]), littleEndian(head[36..<44]))
    guard head.starts(with: Array("KDMV".utf8)), start > 0, (1...1024).contains(count) else {
      throw file.odd("no VMDK with a descriptor in it")
    }
    var text = try file.read(start * 512, Int(count) * 512)
    let mark = Array("\nCID=".utf8)
    let places = text.indices.filter { text[$0...].starts(with: mark) }
    guard places.count == 1, text.last == 0 else { throw file.odd("a VMDK without a content id") }
    // QEMU writes it without leading zeros: what comes after it moves, and so do the zeros at the end.
    let digits = places[0] + mark.count
    guard let end = text[digits...].firstIndex(of: UInt8(ascii: "\n")), end - digits <= 8 else {
      throw file.odd("a VMDK with an odd content id")
    }
    let length = text.count
    text.replaceSubrange(digits..<end, with: Array(identity.contentID.utf8))
    text += [UInt8](repeating: 0, count: max(0, length - text.count))
    try file.write(Array(text.prefix(length)), at: start * 512)
  }
}

/// VirtualBox, src/VBox/Storage/VDICore.h, `VDIHEADER1PLUS`: of the image, and of its last change.
private struct VDIIdentity {
  func settle(_ file: BlockFile, _ identity: ImageIdentity) throws {
    let head = try file.read(0, 512)
    guard head[64..<68].elementsEqual([0x7F, 0x10, 0xDA, 0xBE]) else { throw file.odd("no VDI") }
    try file.write(identity.uuid(0) + identity.uuid(1), at: 0x188)
  }
}

/// Microsoft, Virtual Hard Disk Image Format Specification, "Hard Disk Footer Format".
private struct VHDIdentity {
  func settle(_ file: BlockFile, _ identity: ImageIdentity) throws {
    let offset = try file.size() - 512
    var footer = try file.read(offset, 512)
    guard footer.starts(with: Array("conectix".utf8)) else { throw file.odd("no VHD") }
    // When it was made, in seconds since 2000.
    footer.replaceSubrange(24..<28, with: [0, 0, 0, 0])
    footer.replaceSubrange(68..<84, with: identity.uuid(0))
    footer.replaceSubrange(64..<68, with: [0, 0, 0, 0])
    let sum = ~footer.reduce(UInt32(0)) { $0 &+ UInt32($1) }
    footer.replaceSubrange(64..<68, with: withUnsafeBytes(of: sum.bigEndian, Array.init))
    try file.write(footer, at: offset)
  }
}

/// [MS-VHDX], "Headers", "Region Table", "Metadata Region" and "Log".
private struct VHDXIdentity {
  private static let metadataRegion = guid("8B7CA206-4790-4B9A-B8FE-575F050F886E")
  private static let page83 = guid("BECA12AB-B2E6-4523-93EF-C309E000C746")

  func settle(_ file: BlockFile, _ identity: ImageIdentity) throws {
    let places: [UInt64] = [1 << 16, 2 << 16]
    var headers = try places.map { try file.read($0, 4096) }
    guard headers.allSatisfy({ $0.starts(with: Array("head".utf8)) }) else { throw file.odd("no VHDX") }
    guard headers.allSatisfy({ $0[48..<64].allSatisfy { $0 == 0 } }) else {
      throw file.odd("a VHDX whose log is not empty")
    }
    try clearLog(file, headers[0])
    try settlePage83(file, identity)
    // The greater one counts.
    let isFirstNewer = littleEndian(headers[0][8..<16]) > littleEndian(headers[1][8..<16])
    for index in headers.indices {
      let number: UInt64 = (index == 0) == isFirstNewer ? 2 : 1
      headers[index].replaceSubrange(8..<16, with: withUnsafeBytes(of: number.littleEndian, Array.init))
      headers[index].replaceSubrange(16..<48, with: identity.uuid(0) + identity.uuid(1))
      headers[index].replaceSubrange(4..<8, with: [0, 0, 0, 0])
      let sum = crc32c(headers[index])
      headers[index].replaceSubrange(4..<8, with: withUnsafeBytes(of: sum.littleEndian, Array.init))
      try file.write(headers[index], at: places[index])
    }
  }

  /// What was written there has been carried out; it has random numbers in it.
  private func clearLog(_ file: BlockFile, _ header: [UInt8]) throws {
    let (length, offset) = (littleEndian(header[68..<72]), littleEndian(header[72..<80]))
    guard length <= 64 << 20, offset >= 1 << 20 else { throw file.odd("a VHDX with an odd log") }
    try file.write([UInt8](repeating: 0, count: Int(length)), at: offset)
  }

  private func settlePage83(_ file: BlockFile, _ identity: ImageIdentity) throws {
    let regions = try file.read(3 << 16, 1 << 16)
    let region = (0..<min(2047, Int(littleEndian(regions[8..<12])))).map { 16 + $0 * 32 }
      .first { regions[$0..<$0 + 16].elementsEqual(Self.metadataRegion) }
    guard let region else { throw file.odd("a VHDX without metadata") }
    let start = littleEndian(regions[region + 16..<region + 24])
    let table = try file.read(start, 1 << 16)
    let entry = (0..<min(2047, Int(littleEndian(table[10..<12])))).map { 32 + $0 * 32 }
      .first { table[$0..<$0 + 16].elementsEqual(Self.page83) }
    guard let entry else { throw file.odd("a VHDX without an identity") }
    try file.write(identity.uuid(1), at: start + littleEndian(table[entry + 16..<entry + 20]))
  }

  /// As it lies in a file: its first three parts are little-endian.
  private static func guid(_ text: String) -> [UInt8] {
    let digits = Array(text.filter { $0 != "-" })
    let bytes = stride(from: 0, to: 32, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
    return [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { bytes[$0] }
  }

  /// RFC 3720, B.4.
  private func crc32c(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0x82F6_3B78 }
    }
    return ~sum
  }
}

private func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
