public import Foundation

/// The few file operations that stores and images are made of; each says in its error what it was doing.
public enum FileSystem {
  /// Makes a folder, and those above it that are missing.
  ///
  /// - Parameter isPrivate: for nobody else; else whoever may look into the folder that it is in may look into it.
  public static func makeFolder(_ path: String, isPrivate: Bool = false) throws(FileError) {
    if isFolder(path) { return }
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if parent != path, !exists(parent) { try makeFolder(parent, isPrivate: isPrivate) }
    let mode = FolderAccess.inherited(from: parent)
    // Another process may have been quicker.
    guard mkdir(path, isPrivate ? 0o700 : mode) == 0 || (errno == EEXIST && isFolder(path)) else {
      throw .system("cannot create the folder \(path)", path)
    }
    // A process's mask would keep the group out.
    if !isPrivate, mode & 0o2020 == 0o2020 { chmod(path, mode) }
  }

  /// Makes a folder that nobody else may enter but a group that shares the folder it is in; one that is there becomes so.
  public static func makePrivateFolder(_ path: String) throws(FileError) {
    try makeFolder(path)
    FolderAccess.close(path)
  }

  /// Sorted names, hidden ones left out; empty where there is no such folder.
  public static func entries(of folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Whether it is a folder, or a link to one.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether there is anything of this name, be it a link to nowhere.
  public static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Bytes; nil where there is no such file.
  public static func size(of path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_size) : nil
  }

  /// Bytes that a user without privileges may still write to the file system of a path; nil where it cannot be asked.
  public static func available(at path: String) -> UInt64? {
    var space = statvfs()
    return statvfs(path, &space) == 0 ? UInt64(space.f_bavail) * UInt64(space.f_frsize) : nil
  }

  /// When a file or a folder's list was last changed; nil where there is none.
  public static func modificationDate(of path: String) -> Date? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let time = status.st_mtim
    return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
  }

  /// When a file, or what is known of it, was last changed: also when it came to its name; nil where there is none.
  public static func changeDate(of path: String) -> Date? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return Date(timeIntervalSince1970: Double(status.st_ctim.tv_sec))
  }

  /// Bytes on the disk of a file, or of all files in a folder: less than their size where they have holes.
  public static func allocatedSize(of path: String) -> UInt64 {
    let inner = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return ([path] + inner.map { "\(path)/\($0)" }).reduce(0) { bytes, path in
      var status = stat()
      return lstat(path, &status) == 0 ? bytes + UInt64(status.st_blocks) * 512 : bytes
    }
  }

  /// Removes a file, or a folder with all in it; nothing there is no error.
  public static func remove(_ path: String) throws {
    guard isTaken(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw FileError.system("cannot remove \(path)", path)
    }
  }

  /// Replaces a file as a whole: readers see the old bytes or the new ones, also after a power cut.
  public static func write(_ data: Data, to path: String) throws {
    let draft = try Draft(for: path)
    try draft.append(data)
    try draft.commit()
  }

  /// Renames a file or folder within its file system, for good.
  public static func move(_ source: String, to destination: String) throws(FileError) {
    guard rename(source, destination) == 0 else {
      throw .system("cannot move \(source) to \(destination)", destination)
    }
    for path in Set([source, destination].map(folder(of:))) { try synchronize(path) }
  }

  /// Makes an open file's bytes those of another until one of the two is changed, if the file system can (ioctl_ficlone(2)).
  public static func share(_ source: Int32, with copy: Int32) -> Bool {
    // `FICLONE`, linux/fs.h: a macro, which Swift does not see.
    ioctl(copy, 0x4004_9409, source) == 0
  }

  /// Makes a complete file or folder visible under its name.
  public static func commit(_ partial: String, to path: String) throws(FileError) {
    try synchronize(partial)
    try move(partial, to: path)
  }

  /// Waits until a file's bytes, or a folder's entries, are on the disk.
  public static func synchronize(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("cannot open \(path)", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system("cannot write \(path) to the disk", path) }
  }
}
