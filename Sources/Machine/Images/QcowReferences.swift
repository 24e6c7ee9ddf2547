public import Foundation

/// What a qcow2 image's first bytes say of other files that QEMU would open with it; QEMU, docs/interop/qcow2.txt.
///
/// Looked at before any program opens an image that may not be as it was made.
public struct QcowReferences: Hashable, Sendable {
  /// The name of the image that this one is the difference to; nil when it stands alone.
  public let backing: String?
  /// `qcow2` or `raw`; nil when QEMU would guess.
  public let backingFormat: String?
  /// Whether its data are in another file, are encrypted, or were marked as damaged or not written to their end.
  public let isStrange: Bool

  /// How many bytes from the image's beginning are looked at: a first cluster, where all of this lies.
  public static let length = 1 << 16

  /// - Parameter head: the image's first bytes; all of a shorter one. nil for what is no qcow2 of version 3.
  public init?(_ head: Data) {
    let bytes = Bytes(head)
    guard head.starts(with: [0x51, 0x46, 0x49, 0xFB]), bytes.number(4, 4) == 3,
      let nameOffset = bytes.number(8, 8), let nameSize = bytes.number(16, 4),
      let encryption = bytes.number(32, 4), let incompatible = bytes.number(72, 8),
      let headerLength = bytes.number(100, 4)
    else { return nil }
    // Bit 3 says that clusters may be compressed otherwise than with zlib: harmless.
    isStrange = encryption != 0 || incompatible & ~8 != 0
    if nameOffset == 0 {
      backing = nil
    } else {
      guard let name = bytes.text(nameOffset, nameSize) else { return nil }
      backing = name
    }
    backingFormat = bytes.extensionText(0xE279_2ACA, from: headerLength)
  }
}

/// Big-endian numbers and texts at their offsets; nil for what lies outside.
private struct Bytes {
  private let all: [UInt8]

  init(_ data: Data) { all = Array(data) }

  func number(_ offset: UInt64, _ count: Int) -> UInt64? {
    slice(offset, UInt64(count)).map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  func text(_ offset: UInt64, _ count: UInt64) -> String? {
    slice(offset, count).flatMap { String(validating: $0, as: UTF8.self) }
  }

  private func slice(_ offset: UInt64, _ count: UInt64) -> ArraySlice<UInt8>? {
    let size = UInt64(all.count)
    guard offset <= size, count <= size - offset else { return nil }
    return all[Int(offset)..<Int(offset + count)]
  }

  /// The text of a header extension; nil when there is none.
  func extensionText(_ wanted: UInt64, from start: UInt64) -> String? {
    var offset = start
    while let type = number(offset, 4), type != 0, let length = number(offset + 4, 4) {
      if type == wanted { return text(offset + 8, length) }
      offset += 8 + (length + 7) / 8 * 8
    }
    return nil
  }
}
