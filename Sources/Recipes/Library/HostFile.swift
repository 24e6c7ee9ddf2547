private import CLinux
import Digests
private import Glibc

/// Looks at files of this host; every answer is the kernel's own, and so is the text of every failure.
enum HostFile {
  /// What stands at a path, links followed.
  struct Status {
    enum Kind {
      case file, folder, other
    }

    let kind: Kind
    /// Permission bits.
    let mode: UInt16
    /// Bytes; more than are on the disk where a file has holes.
    let size: Int64
    let identity: Identity
    /// Whether the file has further names.
    let isShared: Bool
  }

  /// The same for every path to one file.
  struct Identity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ number: Int32 = errno) {
      description = String(cString: strerror(number)).lowercased()
    }
  }

  static func status(_ path: String) throws(Failure) -> Status {
    var raw = stat()
    guard stat(path, &raw) == 0 else { throw Failure() }
    return status(raw)
  }

  /// What stands at a path itself; for a symbolic link, its target too.
  static func entry(_ path: String) throws(Failure) -> (status: Status, link: String?) {
    var raw = stat()
    guard lstat(path, &raw) == 0 else { throw Failure() }
    guard raw.st_mode & S_IFMT == S_IFLNK else { return (status(raw), nil) }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = readlink(path, &buffer, Int(PATH_MAX))
    guard length >= 0 else { throw Failure() }
    return (status(raw), String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self))
  }

  /// The absolute path with every link followed.
  static func realPath(_ path: String) throws(Failure) -> String {
    guard let resolved = realpath(path, nil) else { throw Failure() }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// The names in a folder, sorted by their bytes.
  static func names(in folder: String) throws(Failure) -> [String] {
    guard let handle = opendir(folder) else { throw Failure() }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// At most `limit` bytes of a file, and one more when there are more.
  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure() }
    defer { close(descriptor) }
    var raw = stat()
    let expected = fstat(descriptor, &raw) == 0 ? min(Int(raw.st_size), limit) : 0
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let wanted = min(max(expected - bytes.count + 1, 4096), limit + 1 - bytes.count)
      let (chunk, failure) = readChunk(descriptor, wanted)
      if let failure { throw failure }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return bytes
  }

  private static func readChunk(_ descriptor: Int32, _ count: Int) -> ([UInt8], Failure?) {
    var failure: Failure?
    let chunk = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let result = Glibc.read(descriptor, buffer.baseAddress, count)
      filled = max(0, result)
      if result < 0 { failure = Failure() }
    }
    return (chunk, failure)
  }

  private static func status(_ raw: stat) -> Status {
    let kind: Status.Kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    let identity = Identity(device: UInt64(raw.st_dev), number: UInt64(raw.st_ino))
    return Status(
      kind: kind, mode: UInt16(raw.st_mode & 0o7777), size: Int64(raw.st_size), identity: identity,
      isShared: raw.st_nlink > 1)
  }
}

extension HostFile {
  /// What stat(2) does not tell of a regular file or folder; a link at the end of the path is not followed.
  static func metadata(_ path: String, _ kind: Status.Kind) throws(Failure) -> Source.Metadata {
    guard kind != .other else { return .none }
    var metadata = Source.Metadata(hasHoles: kind == .file ? try hasHoles(path) : false)
    for name in try attributeNames(path).sorted() {
      if isKept(name) {
        metadata.extendedAttributes[name] = try attribute(name, of: path)
      } else if !isRemade(name) {
        metadata.lost.append(name)
      }
    }
    return metadata
  }

  /// What means the same on every machine. Access lists do not: they name the host's users by number.
  private static func isKept(_ name: String) -> Bool {
    name == "security.capability" || name.hasPrefix("user.")
  }

  /// SELinux's labels, which the image's own policy gives anew.
  private static func isRemade(_ name: String) -> Bool { name == "security.selinux" }

  private static func attributeNames(_ path: String) throws(Failure) -> [String] {
    let list = try whole { llistxattr(path, $0, $1) }
    return list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func attribute(_ name: String, of path: String) throws(Failure) -> [UInt8] {
    try whole { lgetxattr(path, name, $0, $1) }
  }

  /// Asks for the size first, and again should it have grown meanwhile; a file system without attributes has none.
  private static func whole(
    _ ask: (UnsafeMutablePointer<CChar>?, Int) -> Int
  ) throws(Failure) -> [UInt8] {
    while true {
      let size = ask(nil, 0)
      if size == 0 || (size < 0 && errno == ENOTSUP) { return [] }
      guard size > 0 else { throw Failure() }
      var bytes = [CChar](repeating: 0, count: size)
      let count = ask(&bytes, size)
      if count >= 0 { return bytes.prefix(count).map(UInt8.init(bitPattern:)) }
      guard errno == ERANGE else { throw Failure() }
    }
  }

  private static func hasHoles(_ path: String) throws(Failure) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Failure() }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    return size > 0 && Holes.hole(in: descriptor, from: 0) < size
  }
}
