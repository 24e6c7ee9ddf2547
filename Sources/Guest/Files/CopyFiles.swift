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

/// The guest's users and groups, as its passwd(5) and group(5) files name them.
struct Accounts: Sendable {
  private var users: [Substring: (id: Int32, group: Int32)] = [:]
  private var groups: [Substring: Int32] = [:]

  init(passwd: String, group: String) {
    for fields in Self.lines(passwd) where fields.count >= 4 {
      if let id = Int32(fields[2]), let group = Int32(fields[3]) { users[fields[0]] = (id, group) }
    }
    for fields in Self.lines(group) where fields.count >= 3 {
      groups[fields[0]] = Int32(fields[2])
    }
  }

  /// The ids of `user`, with its own first group, or `user:group`; numbers pass as they are.
  func ids(_ owner: String) throws(GuestError) -> (user: Int32, group: Int32) {
    let parts = owner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0]
    let user = users[name] ?? Self.number(name).map { (id: $0, group: $0) }
    guard let user else { throw .unknownAccount(String(name), file: "/etc/passwd") }
    guard parts.count == 2 else { return (user.id, user.group) }
    guard let group = groups[parts[1]] ?? Self.number(parts[1]) else {
      throw .unknownAccount(String(parts[1]), file: "/etc/group")
    }
    return (user.id, group)
  }

  private static func number(_ text: Substring) -> Int32? {
    Int32(text).flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func lines(_ text: String) -> [[Substring]] {
    text.split(separator: "\n").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
  }
}
