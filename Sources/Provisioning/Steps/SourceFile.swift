import Digests
import Failures
import Files
import Foundation

/// A file of a recipe, read once: for its bytes, its digest and its holes.
final class SourceFile {
  let size: Int64
  private let path: String
  private let descriptor: Int32
  private let zeros = [UInt8](repeating: 0, count: 1 << 18)

  /// - Throws: `FileError`, also for a link: what the plan knows is a regular file.
  init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    size = Int64(status.st_size)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Where there is data; the rest are holes.
  func dataRegions() -> [Range<Int64>] {
    var regions: [Range<Int64>] = []
    var end: Int64 = 0
    while case let start = Int64(Holes.data(in: descriptor, from: Int(end))), start < size {
      end = min(size, Int64(Holes.hole(in: descriptor, from: Int(start))))
      regions.append(start..<end)
    }
    return regions
  }

  /// Hands over all bytes from the beginning.
  ///
  /// - Parameter holes: hand over zeros for them without reading.
  /// - Returns: the SHA-256 of what was handed over.
  func read(holes: Bool, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> String {
    let digest = SHA256Stream()
    func pass(_ piece: UnsafeRawBufferPointer) throws {
      digest.update(piece)
      try body(piece)
    }
    var offset: Int64 = 0
    for region in holes ? dataRegions() : [0..<size] {
      try handZeros(region.lowerBound - offset, pass)
      try hand(region, pass)
      offset = region.upperBound
    }
    try handZeros(size - offset, pass)
    return digest.finish()
  }

  /// Copies it, sharing the bytes where the file system can.
  ///
  /// - Parameters:
  ///   - keepingHoles: leave holes in the copy where there are zeros.
  ///   - floor: bytes that must stay free; a copy that would take more is not begun.
  /// - Returns: the SHA-256 of the copy.
  func copy(to place: String, keepingHoles: Bool, leaving floor: UInt64) throws -> String {
    let copy = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard copy >= 0 else { throw FileError.system("cannot write \(place)", place) }
    defer { close(copy) }
    let isShared = FileSystem.share(descriptor, with: copy)
    if !isShared, let free = FileSystem.available(at: place), free < UInt64(size) + floor {
      throw FileError("there is no room for a copy of \(path)", reason: "it is read where it is")
    }
    let digest = try read(holes: keepingHoles) { piece in
      if isShared { return }
      if keepingHoles, !piece.contains(where: { $0 != 0 }) {
        lseek(copy, off_t(piece.count), SEEK_CUR)
      } else {
        try PlainFile.write(piece, to: copy, of: place)
      }
    }
    guard isShared || ftruncate(copy, off_t(size)) == 0 else {
      throw FileError.system("cannot write \(place)", place)
    }
    return digest
  }

  private func handZeros(_ count: Int64, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var left = Int(count)
    while left > 0 {
      let piece = min(left, zeros.count)
      try zeros.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<piece])) }
      left -= piece
    }
  }

  private func hand(_ region: Range<Int64>, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var offset = Int(region.lowerBound)
    while offset < region.upperBound {
      let count = pread(
        descriptor, buffer.baseAddress, min(buffer.count, Int(region.upperBound) - offset), off_t(offset))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path) }
      // A file that was cut short meanwhile: its digest will tell.
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += count
    }
  }

  private static func failure(_ path: String) -> FileError {
    .system("cannot read \(path)", path)
  }
}

/// A file of a recipe, which must still be what the plan's keys say: it was digested when the recipe was read.
struct PlannedFile {
  let path: String
  let sha256: String

  /// The path, once its bytes are seen to be those planned.
  ///
  /// - Throws: `BuildError` when they are others by now.
  func unchanged() throws -> String {
    try check(Digests.sha256(file: path))
    return path
  }

  /// The bytes, seen to be those planned; for a file that fits into memory.
  ///
  /// - Throws: `BuildError` when they are others by now, `FileError` when they cannot be read.
  func bytes() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      guard errno != ENOENT else {
        throw BuildError(.changedMeanwhile, "cannot read \(path): build again once it is there")
      }
      throw FileError.system("cannot read \(path)", path)
    }
    let bytes = Array(data)
    try check(Digests.sha256(bytes))
    return bytes
  }

  /// - Parameter found: the digest of the bytes that were read.
  func check(_ found: String) throws {
    guard found == sha256 else {
      throw BuildError(.changedMeanwhile, "\(path) has changed since the build was planned: build again")
    }
  }
}
