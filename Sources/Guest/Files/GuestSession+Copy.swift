/// The type bits of a mode, as in stat(2).
enum FileType {
  static let mask: UInt32 = 0o170000
  static let folder: UInt32 = 0o040000
  static let file: UInt32 = 0o100000
  static let link: UInt32 = 0o120000
}

extension GuestSession {
  /// Puts entries into the guest in the order given; folders missing above them are made, 0755 and root's.
  ///
  /// A file or link replaces a file or link of its name: a link there is not followed. Links to folders on the way
  /// (`/bin`) are, inside the guest only.
  /// - Parameter owner: `user` or `user:group`, by name or number.
  /// - Throws: ``GuestError``.
  public func copyIn(_ entries: [GuestEntry], owner: String = "root:root") throws {
    let ids = try accounts().ids(owner)
    for entry in entries { try copyIn(entry, ids) }
  }

  private func copyIn(_ entry: GuestEntry, _ ids: (user: Int32, group: Int32)) throws {
    let path = try Self.checked(entry.path)
    try makeFolders(above: path)
    let isFolder = try handle.mode(path).map { $0 & FileType.mask == FileType.folder }
    if case .folder(let mode) = entry.kind {
      if isFolder == true { return }
      guard isFolder == nil else {
        throw GuestError.path(path, reason: "a folder cannot replace what is there")
      }
      try handle.makeFolder(path, mode: mode)
      try handle.setOwner(ids.user, ids.group, of: path)
      return try handle.setMode(mode, of: path)
    }
    guard isFolder != true else { throw GuestError.path(path, reason: "a folder is there already") }
    if isFolder == false { try handle.remove(path) }
    switch entry.kind {
    case .link(let target):
      try handle.link(path, to: target)
      try handle.setOwner(ids.user, ids.group, of: path)
    case .file(let content, let mode):
      try write(content, to: path)
      try handle.setOwner(ids.user, ids.group, of: path)
      // After the owner, whose change clears set-user-ID.
      try handle.setMode(mode, of: path)
    case .folder:
      break
    }
  }

  private func write(_ content: GuestEntry.Content, to path: String) throws {
    switch content {
    case .bytes(let bytes): try handle.write(bytes, to: path)
    case .hostFile(let hostPath): try handle.upload(hostPath, to: path)
    }
  }

  private func makeFolders(above path: String) throws {
    let parts = path.split(separator: "/").dropLast()
    var folder = ""
    for part in parts {
      folder += "/\(part)"
      if try handle.mode(folder) == nil { try handle.makeFolder(folder, mode: 0o755) }
    }
  }

  private func accounts() throws -> Accounts {
    func text(_ path: String) throws -> String {
      try exists(path) ? String(decoding: handle.read(path), as: UTF8.self) : ""
    }
    return Accounts(passwd: try text("/etc/passwd"), group: try text("/etc/group"))
  }

  static func checked(_ path: String) throws(GuestError) -> String {
    let parts = path.split(separator: "/")
    guard path.hasPrefix("/"), !parts.isEmpty else {
      throw .path(path, reason: "not an absolute path of a file")
    }
    guard !parts.contains(".."), !path.utf8.contains(0) else {
      throw .path(path, reason: "'..' or NUL in a path")
    }
    return "/" + parts.filter { $0 != "." }.joined(separator: "/")
  }
}
