/// What a path of a file system leads to.
enum FileKind: Hashable, Sendable {
  case file, folder, link, other

  /// By the type bits of inode(7).
  init(mode: Int64) {
    switch mode & 0o170000 {
    case 0o100000: self = .file
    case 0o040000: self = .folder
    case 0o120000: self = .link
    default: self = .other
    }
  }
}
