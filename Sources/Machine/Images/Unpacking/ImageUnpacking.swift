import Archive
private import Files
private import Foundation

/// A disk that was taken out of what it came in.
public struct UnpackedDisk: Hashable, Sendable {
  /// nil for one that is only described: it is empty.
  public var path: String?
  /// Bytes of an empty one; a file says itself what it has.
  public var size: UInt64

  init(path: String?, size: UInt64 = 0) {
    self.path = path
    self.size = size
  }
}

/// Gets disk images out of what they came in: compressed, in a tar, a zip, or one of the bundles that ``DiskArchive`` knows, one in
/// the other.
///
/// What is in there may be hostile: nothing is written under a name that it gives, and nothing beyond the limit.
public struct ImageUnpacking: Sendable {
  /// Where unpacked files are put; they are the caller's to remove.
  let folder: String
  /// Bytes that nothing may unpack to more than.
  let limit: UInt64
  /// What has no room for more, in messages.
  let destination: String

  /// Each layer of wrapping is one round; no one wraps deeper.
  private static let rounds = 4

  public init(folder: String, limit: UInt64, destination: String = "the scratch folder") {
    self.folder = folder
    self.limit = limit
    self.destination = destination
  }

  /// Whether a file has to be unpacked at all, by its first bytes.
  public static func isWrapped(_ file: String) throws -> Bool {
    let head = try head(of: file)
    return isCompressed(head) || isArchive(head)
  }

  /// The only disk in a file.
  ///
  /// - Returns: the path of an image whose format ``ImageProbe`` tells.
  /// - Throws: `ArchiveError`, `UnusableImage`, `FileError`.
  public func image(in file: String) throws -> String {
    let disks = try unwrap(file, from: file, round: 1) { try $0.disk() }.compactMap(\.path)
    guard let only = disks.first else {
      throw UnusableImage(name: file, reason: "it must hold one disk image; it holds none")
    }
    return only
  }

  /// All disks in a file, in the order in which their machine has them.
  ///
  /// - Throws: `ArchiveError`, `UnusableImage`, `FileError`.
  public func disks(in file: String) throws -> [UnpackedDisk] {
    try unwrap(file, from: file, round: 1) { try $0.disks() }
  }

  private func unwrap(
    _ path: String, from file: String, round: Int, choose: (DiskArchive) throws -> [DiskArchive.Disk]
  ) throws -> [UnpackedDisk] {
    let head = try Self.head(of: path)
    guard Self.isCompressed(head) || Self.isArchive(head) else { return [UnpackedDisk(path: path)] }
    guard round <= Self.rounds else {
      throw UnusableImage(name: file, reason: "it is wrapped more than \(Self.rounds) times")
    }
    var inner: [UnpackedDisk] = []
    if Self.isCompressed(head) {
      inner = [UnpackedDisk(path: try decompressed(path, from: file, to: "\(round)"))]
    } else {
      let archive = DiskArchive(path: path, name: file)
      for (index, disk) in try choose(archive).enumerated() {
        inner.append(try extract(disk, of: archive, to: "\(round)-\(index)"))
      }
    }
    if path != file { try FileSystem.remove(path) }
    return try inner.flatMap { disk in
      guard let path = disk.path else { return [disk] }
      return try unwrap(path, from: file, round: round + 1, choose: choose)
    }
  }

  private func decompressed(_ path: String, from file: String, to name: String) throws -> String {
    let output = try output(name, from: file)
    try decompress(file: path, limits: limits) { try output.append($0) }
    try output.close()
    return output.path
  }

  private func extract(_ disk: DiskArchive.Disk, of archive: DiskArchive, to name: String) throws
    -> UnpackedDisk
  {
    if case .empty(let size) = disk { return UnpackedDisk(path: nil, size: size) }
    let output = try output(name, from: archive.name)
    try archive.forEachPiece(of: disk, limits: limits) { try output.append($0) }
    try output.close()
    return UnpackedDisk(path: output.path)
  }

  private var limits: ArchiveReader.Limits { .init(bytes: Int64(clamping: limit &+ (1 << 20))) }

  private func output(_ name: String, from file: String) throws -> SparseFile {
    // Half of the room is left to others.
    try SparseFile(
      "\(folder)/unpacked-\(name)", limit: limit, name: file, destination: destination,
      room: FileSystem.available(at: folder).map { $0 / 2 }, begins: Self.check)
  }

  /// Looks at how what is unpacked begins, so that what is no disk, and perhaps has no end, costs nothing.
  private static func check(_ head: Data, of name: String) throws {
    if isCompressed(head) || isArchive(head) { return }
    _ = try ImageProbe.format(of: head, name: name)
  }

  private static func head(of path: String) throws -> Data {
    let handle = try ImageProbe.opened(path)
    defer { try? handle.close() }
    return try handle.read(upToCount: 512) ?? Data()
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
}

/// A file in the making whose stretches of zeros take no room on the host.
final class SparseFile {
  let path: String
  private let handle: FileHandle
  private let limit: UInt64
  private let name: String
  private let destination: String
  private var size: UInt64 = 0
  /// Bytes that take room.
  private var written: UInt64 = 0
  private let room: UInt64
  /// What has come of the beginning; nil once it was looked at.
  private var head: Data? = Data()
  private let begins: (_ head: Data, _ name: String) throws -> Void
  private let deadline = Date.now + SparseFile.longest

  /// Seconds that unpacking one file may take: hours of zeros are no disk.
  private static let longest = 3600.0

  /// - Parameters:
  ///   - limit: bytes; more is an error.
  ///   - name: what the bytes come from, for messages.
  ///   - destination: what has no room for more, for messages.
  ///   - room: bytes that may be written beside zeros; nil for as many as there may be bytes.
  ///   - begins: looks at the first bytes as soon as they are there, and throws where they are of no use.
  fileprivate init(
    _ path: String, limit: UInt64, name: String, destination: String, room: UInt64? = nil,
    begins: @escaping (_ head: Data, _ name: String) throws -> Void = { _, _ in }
  ) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw FileError.system("cannot write \(path)", path) }
    self.path = path
    self.handle = handle
    self.limit = limit
    self.name = name
    self.destination = destination
    self.room = room ?? limit
    self.begins = begins
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard UInt64(bytes.count) <= limit - size else {
      throw UnusableImage(
        name: name,
        reason: "it unpacks to more than \(limit >> 20) MiB, for which \(destination) has no room")
    }
    size += UInt64(bytes.count)
    try look(at: bytes)
    guard Date.now < deadline else {
      throw UnusableImage(name: name, reason: "it is still not unpacked after an hour (\(size >> 20) MiB)")
    }
    if bytes.allSatisfy({ $0 == 0 }) {
      try handle.seek(toOffset: size)
    } else {
      written += UInt64(bytes.count)
      guard written <= room else {
        throw UnusableImage(
          name: name,
          reason:
            "it unpacks to more than \(room >> 20) MiB beside zeros, and \(destination) has no more room to spare"
        )
      }
      try PlainFile.write(bytes, to: handle.fileDescriptor, of: path)
    }
  }

  private func look(at bytes: UnsafeRawBufferPointer) throws {
    guard var head else { return }
    head.append(contentsOf: bytes.prefix(ImageProbe.length - head.count))
    self.head = head
    guard head.count == ImageProbe.length else { return }
    self.head = nil
    try begins(head, name)
  }

  /// Must be called last: it gives the file its size.
  func close() throws {
    try handle.truncate(atOffset: size)
    try handle.close()
  }
}
