import Foundation

/// The few file operations that the store is made of; each says in its error what it was doing.
enum FileSystem {
  /// Makes a folder that others may not enter; one that is there becomes so. The group may where it may write, too: then
  /// whoever set the folder up shares it.
  static func makePrivateFolder(_ path: String) throws {
    try makeFolder(path, mode: 0o770)
    var status = stat()
    guard stat(path, &status) == 0, status.st_uid == geteuid() else { return }
    let mode = status.st_mode & (status.st_mode & 0o020 == 0 ? 0o7700 : 0o7770)
    guard mode == status.st_mode & 0o7777 || chmod(path, mode) == 0 else {
      throw FactoryError.file("cannot close the folder \(path) to others", reason: lastError())
    }
  }

  /// Starts a file anew that others may not read; the group may in a folder that it shares. What had the name is removed, be
  /// it a link.
  ///
  /// - Returns: its descriptor, to write to.
  static func createPrivate(_ path: String) throws -> Int32 {
    var folder = stat()
    stat(URL(fileURLWithPath: path).deletingLastPathComponent().path, &folder)
    unlink(path)
    let mode: mode_t = folder.st_mode & 0o020 == 0 ? 0o600 : 0o660
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw FactoryError.file("cannot write \(path)", reason: lastError()) }
    return descriptor
  }

  /// Makes a folder, and those above it that are missing.
  static func makeFolder(_ path: String, mode: mode_t = 0o777) throws {
    if isFolder(path) { return }
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if parent != path, !exists(parent) { try makeFolder(parent) }
    // Another process may have been quicker.
    guard mkdir(path, mode) == 0 || (errno == EEXIST && isFolder(path)) else {
      throw FactoryError.file("cannot create the folder \(path)", reason: lastError())
    }
  }

  /// Sorted names, hidden ones left out; empty where there is no such folder.
  static func entries(of folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Bytes; nil where there is no such file.
  static func size(of path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_size) : nil
  }

  /// When a file or a folder's list was last changed; nil where there is none.
  static func modificationDate(of path: String) -> Date? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let time = status.st_mtim
    return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
  }

  /// Bytes on the disk of a file, or of all files in a folder: less than their size where they have holes.
  static func allocatedSize(of path: String) -> UInt64 {
    let inner = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return ([path] + inner.map { "\(path)/\($0)" }).reduce(0) { bytes, path in
      var status = stat()
      return lstat(path, &status) == 0 ? bytes + UInt64(status.st_blocks) * 512 : bytes
    }
  }

  /// Removes a file, or a folder with all in it; nothing there is no error.
  static func remove(_ path: String) throws {
    guard exists(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw FactoryError.file("cannot remove \(path)", reason: lastError())
    }
  }

  /// Replaces a file as a whole: readers see the old bytes or the new ones, also after a power cut.
  static func write(_ data: Data, to path: String) throws {
    let partial = partialPath(for: path)
    guard let descriptor = openAlone(partial) else {
      throw FactoryError.file("cannot write \(path)", reason: lastError())
    }
    defer { close(descriptor) }
    do {
      guard writeAll(data, to: descriptor) else {
        throw FactoryError.file("cannot write \(path)", reason: lastError())
      }
      try commit(partial, to: path)
    } catch {
      unlink(partial)
      throw error
    }
  }

  /// Opens a file that others may write, too, for nobody else as long as it has this name; nil, with `errno`, when it cannot be.
  private static func openAlone(_ path: String) -> Int32? {
    while true {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { return nil }
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      if isOpen(path, as: descriptor) { return descriptor }
      close(descriptor)
    }
  }

  /// Whether a name is still that of an open file: one that has it locked may have moved or removed it by now.
  static func isOpen(_ path: String, as descriptor: Int32) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
  }

  /// Foundation's own way loses the system's reason.
  private static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
    guard ftruncate(descriptor, 0) == 0 else { return false }
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// A hidden name beside `path`, for what is not complete yet.
  static func partialPath(for path: String) -> String {
    let url = URL(fileURLWithPath: path)
    return url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).partial"
  }

  /// Renames a file or folder within the store, for good.
  static func move(_ source: String, to destination: String) throws {
    guard rename(source, destination) == 0 else {
      throw FactoryError.file("cannot move \(source) to \(destination)", reason: lastError())
    }
    try synchronize(URL(fileURLWithPath: source).deletingLastPathComponent().path)
    try synchronize(URL(fileURLWithPath: destination).deletingLastPathComponent().path)
  }

  /// Makes a complete file or folder visible under its name.
  static func commit(_ partial: String, to path: String) throws {
    try synchronize(partial)
    try move(partial, to: path)
  }

  /// Waits until a file's bytes, or a folder's entries, are on the disk.
  static func synchronize(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FactoryError.file("cannot open \(path)", reason: lastError()) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw FactoryError.file("cannot write \(path) to the disk", reason: lastError())
    }
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
