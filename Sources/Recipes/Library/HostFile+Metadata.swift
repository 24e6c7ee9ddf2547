private import CLinux
import Digests
private import Glibc

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
