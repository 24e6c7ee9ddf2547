extension GuestSession {
  /// Copies a file's bytes into the image; folders on the way are made, 0755 and root's.
  ///
  /// A file or link that has its name is replaced, the link not followed. Links to folders on the way (`/bin`) are
  /// followed, inside the image only.
  /// - Parameters:
  ///   - source: a path on this host.
  ///   - mode: permission bits.
  ///   - owner: `user` or `user:group`, by the image's own names or by number.
  public func copy(file source: String, to destination: String, mode: UInt16, owner: String) throws {
    let path = try clear(destination)
    try handle.upload(source, to: path)
    try setAttributes(of: path, mode: mode, owner: owner)
  }

  /// Writes a file of these bytes, otherwise as ``copy(file:to:mode:owner:)``.
  public func write(_ bytes: [UInt8], to destination: String, mode: UInt16, owner: String) throws {
    let path = try clear(destination)
    try handle.write(bytes, to: path)
    try setAttributes(of: path, mode: mode, owner: owner)
  }

  /// Makes a folder, and those on the way to it; one that is there keeps its mode and owner.
  public func makeFolder(_ path: String, mode: UInt16, owner: String) throws {
    let path = try Self.checked(path)
    try makeFolders(above: path)
    switch try handle.kind(path) {
    case .folder: return
    case nil: break
    case .file, .link, .other: throw GuestError.path(path, reason: "what is there is not a folder")
    }
    try handle.makeFolder(path, mode: mode)
    try setAttributes(of: path, mode: mode, owner: owner)
  }

  /// Makes a symbolic link, in place of a file or link that has its name.
  public func makeLink(_ path: String, to target: String) throws {
    try handle.link(try clear(path), to: target)
  }

  /// Removes a file, or a folder with all in it; nothing there is no error.
  public func remove(_ path: String) throws {
    try handle.remove(try Self.checked(path))
  }

  /// Makes way for a file or link, and the folders above it.
  private func clear(_ path: String) throws -> String {
    let path = try Self.checked(path)
    try makeFolders(above: path)
    switch try handle.kind(path) {
    case .folder: throw GuestError.path(path, reason: "a folder is there")
    case nil: break
    case .file, .link, .other: try handle.remove(path)
    }
    return path
  }

  private func makeFolders(above path: String) throws {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      if try handle.kind(folder) == nil { try handle.makeFolder(folder, mode: 0o755) }
    }
  }

  private func setAttributes(of path: String, mode: UInt16, owner: String) throws {
    let ids = ["root", "root:root"].contains(owner) ? (user: 0, group: 0) : try accounts().ids(owner)
    try handle.setOwner(ids.user, ids.group, of: path)
    // After the owner, whose change clears set-user-ID.
    try handle.setMode(mode, of: path)
  }

  private func accounts() throws -> Accounts {
    func text(_ path: String) throws -> String {
      try exists(path) ? String(decoding: handle.read(path), as: UTF8.self) : ""
    }
    return Accounts(passwd: try text("/etc/passwd"), group: try text("/etc/group"))
  }

  private static func checked(_ path: String) throws(GuestError) -> String {
    let parts = path.split(separator: "/")
    guard path.hasPrefix("/"), !parts.isEmpty else { throw .path(path, reason: "not an absolute path") }
    guard !parts.contains(".."), !path.utf8.contains(0) else {
      throw .path(path, reason: "'..' or NUL in it")
    }
    return "/" + parts.filter { $0 != "." }.joined(separator: "/")
  }
}
