internal import CGuestFS
import Foundation

extension GuestSession {
  /// Copies a file's bytes into the image; folders on the way are made.
  ///
  /// - Parameters:
  ///   - mode: permission bits.
  ///   - owner: `user` or `user:group`, by the image's own names.
  public func copy(file source: String, to destination: String, mode: UInt16, owner: String) throws {
    try makeFolder(of: destination)
    try handle.check(guestfs_upload(handle.raw, source, destination), "copy \(source) to \(destination)")
    try setAttributes(of: destination, mode: mode, owner: owner)
  }

  /// Makes a folder, and those on the way to it.
  public func makeFolder(_ path: String, mode: UInt16, owner: String) throws {
    try handle.check(guestfs_mkdir_p(handle.raw, path), "create the folder \(path)")
    try setAttributes(of: path, mode: mode, owner: owner)
  }

  /// Makes a symbolic link, in place of what has its name.
  public func makeLink(_ path: String, to target: String) throws {
    try makeFolder(of: path)
    try handle.check(guestfs_ln_sf(handle.raw, target, path), "create the link \(path)")
  }

  /// Removes a file, or a folder with all in it; nothing there is no error.
  public func remove(_ path: String) throws {
    try handle.check(guestfs_rm_rf(handle.raw, path), "remove \(path)")
  }

  /// Writes a small text file, executable by root.
  func write(_ text: String, to path: String, mode: UInt16) throws {
    try handle.check(guestfs_write(handle.raw, path, text, text.utf8.count), "write \(path)")
    try handle.check(guestfs_chmod(handle.raw, Int32(mode), path), "set the mode of \(path)")
  }

  private func makeFolder(of path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try handle.check(guestfs_mkdir_p(handle.raw, folder), "create the folder \(folder)")
  }

  private func setAttributes(of path: String, mode: UInt16, owner: String) throws {
    let (user, group) = try identity(of: owner)
    try handle.check(guestfs_chown(handle.raw, user, group, path), "set the owner of \(path)")
    try handle.check(guestfs_chmod(handle.raw, Int32(mode), path), "set the mode of \(path)")
  }

  /// The numbers of `user:group`; a user without a group has the group of the same name, or else its own.
  private func identity(of owner: String) throws -> (user: Int32, group: Int32) {
    let parts = owner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if owner == "root" || owner == "root:root" { return (0, 0) }
    let user = try entry(parts[0], in: "/etc/passwd", called: "user")
    guard parts.count == 2 else { return (user.id, user.group) }
    return (user.id, try entry(parts[1], in: "/etc/group", called: "group").id)
  }

  /// A line of passwd(5) or group(5); for a group, `group` is meaningless.
  private func entry(_ name: String, in file: String, called kind: String) throws -> (id: Int32, group: Int32)
  {
    let text = try handle.string(guestfs_cat(handle.raw, file), "read \(file)")
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count > 3, fields[0] == name || fields[2] == name, let id = Int32(fields[2]) else {
        continue
      }
      return (id, Int32(fields[3]) ?? id)
    }
    throw GuestError(action: "set an owner", reason: "the image has no \(kind) '\(name)'")
  }
}
