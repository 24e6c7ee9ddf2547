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

  /// Removes a file, or a folder with all in it; nothing there is no error.
  public func remove(_ path: String) throws {
    try handle.remove(try Self.checked(path))
  }

  /// Makes way for a file, and the folders above it.
  /// - Returns: where it belongs, links on the way followed.
  private func clear(_ path: String) throws -> String {
    let path = try Self.checked(path)
    let found = try destinations(of: [GuestItem(path: path, isFolder: false)])
    for folder in found.missing { try handle.makeFolder(folder, mode: 0o755) }
    let place = found.places[0].path
    if try handle.kind(place) != nil { try handle.remove(place) }
    return place
  }

  private func setAttributes(of path: String, mode: UInt16, owner: String) throws {
    let ids = try ids(of: owner)
    try handle.setOwner(ids.user, ids.group, of: path)
    // After the owner, whose change clears set-user-ID.
    try handle.setMode(mode, of: path)
  }

  /// The numbers of `user` or `user:group`, by the image's own names.
  public func ids(of owner: String) throws -> (user: Int32, group: Int32) {
    ["root", "root:root"].contains(owner) ? (user: 0, group: 0) : try accounts().ids(owner)
  }

  private func accounts() throws -> Accounts {
    func text(_ path: String) throws -> String {
      try exists(path) ? String(decoding: handle.read(path), as: UTF8.self) : ""
    }
    return Accounts(passwd: try text("/etc/passwd"), group: try text("/etc/group"))
  }

  /// A path without what means nothing in it.
  static func checked(_ path: String) throws(GuestError) -> String {
    let parts = path.split(separator: "/")
    guard path.hasPrefix("/") else { throw .path(path, reason: "not an absolute path") }
    guard !parts.contains(".."), !path.utf8.contains(0) else {
      throw .path(path, reason: "'..' or NUL in it")
    }
    return "/" + parts.filter { $0 != "." }.joined(separator: "/")
  }
}
