public import Foundation

/// Opens files under names that others can foresee: no link is followed, nothing is opened that is no plain file of one's own,
/// and no call waits for the other end of a FIFO.
public enum PlainFile {
  /// Makes a file that was not there.
  ///
  /// - Returns: a descriptor to write to, which the caller closes.
  /// - Throws: `FileError`, also when there is something under the name, be it a link to nowhere.
  public static func create(_ path: String) throws(FileError) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(path, flags, mode(in: folder(of: path)))
    guard descriptor >= 0 else { throw .system("cannot write \(path)", path) }
    share(descriptor, in: folder(of: path))
    return descriptor
  }

  /// Opens a file to read and write, made when it is not there: for nobody else, since who can open a file can lock it; or
  /// for the group that shares its folder.
  ///
  /// - Parameter isLog: what is written goes to its end.
  /// - Returns: a descriptor, which the caller closes.
  public static func openOrCreate(_ path: String, isLog: Bool = false) throws(FileError) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (isLog ? O_APPEND : 0)
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw refused(path) }
    guard let fault = fault(of: descriptor, path) else {
      restrict(descriptor, in: folder(of: path))
      return descriptor
    }
    close(descriptor)
    throw FileError("cannot write \(path)", reason: "\(fault): move it away")
  }

  /// Makes an empty file in place of whatever file or link has the name.
  public static func replace(_ path: String) throws(FileError) -> Int32 {
    guard unlink(path) == 0 || errno == ENOENT else { throw .system("cannot replace \(path)", path) }
    return try create(path)
  }

  /// The bytes of a file.
  ///
  /// - Parameter limit: more bytes than these are an error.
  /// - Returns: nil when there is nothing of this name.
  /// - Throws: `FileError` for what is no plain file, or cannot be read.
  public static func contents(_ path: String, limit: Int = 64 << 20) throws(FileError) -> Data? {
    guard let data = try head(of: path, limit + 1) else { return nil }
    guard data.count <= limit else {
      throw FileError("cannot read \(path)", reason: "it is larger than \(limit >> 20) MiB")
    }
    return data
  }

  /// The first bytes of a file; all of a shorter one.
  ///
  /// - Returns: nil when there is nothing of this name.
  /// - Throws: `FileError` for what is no plain file, or cannot be read.
  public static func head(of path: String, _ length: Int) throws(FileError) -> Data? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw errno == ELOOP ? refused(path) : .system("cannot read \(path)", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError("cannot read \(path)", reason: "it is no plain file")
    }
    do {
      return try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).read(upToCount: length)
        ?? Data()
    } catch {
      throw .system("cannot read \(path)", path)
    }
  }

  /// Writes all bytes, however many calls it takes.
  ///
  /// - Parameter path: of the open file, for messages.
  public static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, of path: String
  ) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system("cannot write \(path)", path) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  /// What speaks against writing an open file, in words; nil for nothing.
  private static func fault(of descriptor: Int32, _ path: String) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return String(cString: strerror(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else { return "it is no plain file" }
    guard status.st_nlink <= 1 else { return "it has another name, too (a hard link)" }
    var parent = stat()
    guard stat(folder(of: path), &parent) == 0 else { return String(cString: strerror(errno)) }
    let isOfGroup = FolderAccess.isShared(parent) && status.st_gid == parent.st_gid
    guard [geteuid(), 0, parent.st_uid].contains(status.st_uid) || isOfGroup else {
      return "it \(FileOwner.description(of: status)), and you are \(FileOwner.name(ofUser: geteuid()))"
    }
    return nil
  }

  private static func refused(_ path: String) -> FileError {
    errno == ELOOP
      ? FileError(
        "cannot open \(path)", reason: "it is a symbolic link, and none is followed there: move it away")
      : .system("cannot open \(path)", path)
  }

  /// Nobody may do more with a file than with the folder that it is in.
  private static func mode(in folder: String) -> mode_t {
    FolderAccess.inherited(from: folder) & 0o666 | 0o600
  }

  /// Gives a file that was made in a folder shared with a group to the group, whatever the process's mask says.
  private static func share(_ descriptor: Int32, in folder: String) {
    if isShared(folder) { setMode(of: descriptor, 0o660) }
  }

  /// Takes a file's rights from all but its owner and the group that shares its folder.
  private static func restrict(_ descriptor: Int32, in folder: String) {
    setMode(of: descriptor, isShared(folder) ? 0o660 : 0o600)
  }

  private static func isShared(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && FolderAccess.isShared(status)
  }

  /// Of a file of one's own.
  private static func setMode(of descriptor: Int32, _ mode: mode_t) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else { return }
    if status.st_mode & 0o7777 != mode { fchmod(descriptor, mode) }
  }
}
