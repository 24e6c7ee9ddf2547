public import Foundation
private import Synchronization

/// A file on its way to its name: hidden beside it under a random one until it is whole.
///
/// It is locked for as long as it is written, so that ``FileSystem/removeDrafts(in:)`` knows what a killed process left.
public final class Draft: Sendable {
  private let path: String
  private let destination: String
  private let lock: FileLock
  private let isCommitted = Mutex(false)

  public init(for destination: String) throws(FileError) {
    self.destination = destination
    while true {
      let path = Draft.path(in: folder(of: destination))
      // Whoever cleans up may have found it before it was locked.
      if case .held(let lock) = try FileLock.attempt(on: PlainFile.create(path), of: path) {
        self.path = path
        self.lock = lock
        return
      }
    }
  }

  deinit {
    if !isCommitted.withLock(\.self) { unlink(path) }
  }

  public func append(_ data: Data) throws(FileError) {
    let result = data.withUnsafeBytes { bytes in Result { () throws(FileError) in try append(bytes) } }
    try result.get()
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try PlainFile.write(bytes, to: lock.descriptor, of: destination)
  }

  /// Appends bytes, and leaves holes for those that are zero.
  func appendSparsely(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    let unit = 1 << 16
    for start in stride(from: 0, to: bytes.count, by: unit) {
      let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + unit, bytes.count)])
      guard part.isZero else {
        try append(part)
        continue
      }
      let end = lseek(lock.descriptor, off_t(part.count), SEEK_CUR)
      // A hole at the end is one only where the file is that long.
      guard end >= 0, ftruncate(lock.descriptor, end) == 0 else {
        throw .system("cannot write \(destination)", path)
      }
    }
  }

  /// Shares the bytes of an open file, if the file system can.
  func share(_ source: Int32) -> Bool { FileSystem.share(source, with: lock.descriptor) }

  /// Gives it its name, in place of what has that now, for good.
  public func commit() throws(FileError) {
    guard fsync(lock.descriptor) == 0 else { throw .system("cannot write \(destination) to the disk", path) }
    try FileSystem.move(path, to: destination)
    isCommitted.withLock { $0 = true }
  }

  private static let prefix = ".kiln-"

  /// A name that nobody can foresee.
  static func path(in folder: String) -> String {
    "\(folder)/\(prefix)\(UUID().uuidString.lowercased())"
  }

  /// Whether a name is one of a draft's.
  static func isName(_ name: String) -> Bool {
    name.hasPrefix(prefix) && UUID(uuidString: String(name.dropFirst(prefix.count))) != nil
  }
}

/// A folder in which files are made that other programs write, for nobody else to see; removed in the end.
public final class DraftFolder: Sendable {
  public let path: String
  private let lock: Lock

  /// - Parameter folder: where it is made, so that what is in it can be renamed into place.
  public init(in folder: String) throws {
    while true {
      let path = Draft.path(in: folder)
      guard mkdir(path, 0o700) == 0 else { throw FileError.system("cannot create the folder \(path)", path) }
      // Whoever cleans up may have found it before it was locked.
      if let lock = try Self.lock(path) {
        self.path = path
        self.lock = lock
        return
      }
    }
  }

  /// - Returns: nil when the folder is gone, or is about to be.
  private static func lock(_ path: String) throws -> Lock? {
    do {
      return try Lock.attempt("\(path)/\(FileSystem.draftLock)")
    } catch {
      if FileSystem.exists(path) { throw error }
      return nil
    }
  }

  deinit { try? FileSystem.remove(path) }
}

extension FileSystem {
  static let draftLock = ".lock"

  /// Removes the drafts in a folder that nobody writes any more: what a killed process of this user left.
  public static func removeDrafts(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where Draft.isName(name) {
      var status = stat()
      let path = "\(folder)/\(name)"
      guard lstat(path, &status) == 0, status.st_uid == geteuid() else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFREG: removeAbandoned(path)
      case S_IFDIR:
        guard let lock = try? Lock.attempt("\(path)/\(draftLock)") else { continue }
        try? remove(path)
        withExtendedLifetime(lock) {}
      default: continue
      }
    }
  }

  private static func removeAbandoned(_ path: String) {
    guard case .held(let lock) = try? FileLock.attempt(path, .exclusive) else { return }
    unlink(path)
    withExtendedLifetime(lock) {}
  }
}

extension UnsafeRawBufferPointer {
  /// Whether all its bytes are zero.
  fileprivate var isZero: Bool {
    guard let start = baseAddress, count > 0 else { return true }
    // Each is the one before it.
    return self[0] == 0 && memcmp(start, start + 1, count - 1) == 0
  }
}
