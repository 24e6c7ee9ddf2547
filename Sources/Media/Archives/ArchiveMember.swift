/// A file, folder or link of an archive, shown while the archive is read.
struct ArchiveMember {
  /// What it is.
  enum Kind: Hashable {
    case file
    case folder
    /// A symbolic link.
    case link(target: String)
    /// Another name of a file that came before, by its path.
    case alias(of: String)
    /// A device, pipe or socket.
    case special
  }

  /// Relative to the archive's root, without `./` before or a slash behind it.
  var path: String
  var kind: Kind
  /// Permission bits.
  var mode: UInt16
  /// Reads the whole content into memory.
  var read: () throws -> [UInt8]
  /// Shows the content piece by piece.
  var readPieces: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void

  /// The member as a file of an initrd, with its content; nil for what an initrd cannot hold here.
  func initrdFile() throws -> InitrdFile? {
    switch kind {
    case .file: InitrdFile(path: path, mode: mode, content: .file(try read()))
    case .folder: InitrdFile(path: path, mode: mode, content: .folder)
    case .link(let target): InitrdFile(path: path, mode: 0o777, content: .link(target))
    case .alias(let other): InitrdFile(path: path, mode: 0o777, content: .link("/" + other))
    case .special: nil
    }
  }
}
