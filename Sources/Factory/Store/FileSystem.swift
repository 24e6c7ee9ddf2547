import Foundation

/// The few file operations that the store is made of; each says in its error what it was doing.
enum FileSystem {
  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FactoryError.file("cannot create the folder \(path)", reason: lastError())
    }
  }

  /// Sorted names, hidden ones left out; empty where there is no such folder.
  static func entries(of folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Bytes; nil where there is no such file.
  static func size(of path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_size) : nil
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
    do {
      try data.write(to: URL(fileURLWithPath: partial))
    } catch {
      throw FactoryError.file("cannot write \(path)", reason: lastError())
    }
    try commit(partial, to: path)
  }

  /// A hidden name beside `path`, for what is not complete yet.
  static func partialPath(for path: String) -> String {
    let url = URL(fileURLWithPath: path)
    return url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).partial"
  }

  /// Makes a complete file or folder visible under its name.
  static func commit(_ partial: String, to path: String) throws {
    try synchronize(partial)
    guard rename(partial, path) == 0 else {
      throw FactoryError.file("cannot move \(partial) to \(path)", reason: lastError())
    }
    try synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
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
