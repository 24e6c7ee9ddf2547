import Archive
import Failures
import Files
import Foundation
import Machine

/// Gets the disk image out of what it came in: compressed, in a tar, a zip or an OVA, one in the other.
struct ImageUnpacking {
  /// Where unpacked files are put; they are the caller's to remove.
  let folder: String
  /// Bytes that nothing may unpack to more than.
  let limit: UInt64

  /// Each layer of wrapping is one round; no one wraps deeper.
  private static let rounds = 4

  /// - Returns: the path of an image whose format ``ImageProbe`` tells.
  /// - Throws: `ArchiveError`, `UnusableImage`, `FileError`.
  func image(in file: String) throws -> String {
    var path = file
    for round in 1...Self.rounds {
      let next = "\(folder)/unpacked-\(round)"
      let head = try Self.head(of: path)
      if Self.isCompressed(head) {
        let output = try SparseFile(next, limit: limit, name: file)
        try decompress(file: path) { try output.append($0) }
        try output.close()
      } else if Self.isArchive(head) {
        try extractDisk(of: path, to: next, name: file)
      } else {
        return path
      }
      if path != file { try FileSystem.remove(path) }
      path = next
    }
    throw UnusableImage(name: file, reason: "it is wrapped more than \(Self.rounds) times")
  }

  private static func head(of path: String) throws -> Data {
    let handle = try open(path)
    defer { try? handle.close() }
    return try handle.read(upToCount: 512) ?? Data()
  }

  private static func open(_ path: String) throws -> FileHandle {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw FileError.system("cannot read \(path)", path)
    }
    return handle
  }

  /// The magic numbers of gzip, bzip2, xz and zstd (RFC 1952, bzip2's format, the .xz file format, RFC 8878).
  private static func isCompressed(_ head: Data) -> Bool {
    [[0x1F, 0x8B], [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD]]
      .contains { head.starts(with: $0) }
  }

  /// tar(5): the magic of POSIX and of GNU archives; PKWARE's APPNOTE.TXT, 4.3.7: that of a zip.
  private static func isArchive(_ head: Data) -> Bool {
    head.dropFirst(257).starts(with: Array("ustar".utf8)) || head.starts(with: [0x50, 0x4B, 3, 4])
  }

  private func extractDisk(of archive: String, to path: String, name: String) throws {
    let wanted = try disk(of: archive, from: name)
    let reader = try ArchiveReader(path: archive)
    while let entry = try reader.next() {
      guard entry.kind == .file, entry.path == wanted else { continue }
      let output = try SparseFile(path, limit: limit, name: name)
      try reader.forEachPiece { try output.append($0) }
      return try output.close()
    }
    throw UnusableImage(name: name, reason: "there is no '\(wanted)' in it, which its OVF names")
  }

  /// The entry that is the disk: what an OVF names, else the only one that looks like an image.
  private func disk(of archive: String, from file: String) throws -> String {
    let reader = try ArchiveReader(path: archive)
    var candidates: [String] = []
    while let entry = try reader.next() {
      guard entry.kind == .file, !Self.isShadow(entry.path) else { continue }
      let name = entry.path.lowercased()
      if name.hasSuffix(".ovf") { return try OVF.disk([UInt8](try reader.data(limit: 16 << 20)), name: file) }
      if Self.endings.contains(where: name.hasSuffix) { candidates.append(entry.path) }
    }
    guard let only = candidates.first, candidates.count == 1 else {
      let found = candidates.isEmpty ? "no disk image" : candidates.joined(separator: ", ")
      throw UnusableImage(name: file, reason: "it must hold one disk image or an OVF; it holds \(found)")
    }
    return only
  }

  /// What macOS puts beside a file for its attributes (AppleDouble).
  private static func isShadow(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return parts.contains("__MACOSX") || parts.last?.hasPrefix("._") ?? false
  }

  private static let endings =
    [".qcow2", ".img", ".raw", ".vmdk", ".vhd", ".vhdx", ".vdi", ".ova"].flatMap {
      [$0, $0 + ".gz", $0 + ".xz", $0 + ".zst", $0 + ".bz2"]
    }
}

/// A file in the making whose stretches of zeros take no room on the host.
final class SparseFile {
  private let handle: FileHandle
  private let limit: UInt64
  private let name: String
  private var size: UInt64 = 0

  /// - Parameters:
  ///   - limit: bytes; more is an error.
  ///   - name: what the bytes come from, for messages.
  init(_ path: String, limit: UInt64, name: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw FileError.system("cannot write \(path)", path) }
    self.handle = handle
    self.limit = limit
    self.name = name
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard UInt64(bytes.count) <= limit - size else {
      throw UnusableImage(
        name: name,
        reason: "it unpacks to more than \(limit >> 20) MiB, for which the system disk has no room")
    }
    size += UInt64(bytes.count)
    if bytes.allSatisfy({ $0 == 0 }) {
      try handle.seek(toOffset: size)
    } else {
      try handle.write(contentsOf: bytes)
    }
  }

  /// Must be called last: it gives the file its size.
  func close() throws {
    try handle.truncate(atOffset: size)
    try handle.close()
  }
}
