import Foundation
import Testing

@testable import Files

struct FolderAccessTests {
  private let scratch = Scratch()

  /// - Parameter advice: nil where the folder is taken.
  @Test(
    .enabled(if: geteuid() == 0, "only root can give folders away"),
    arguments: [
      (mode_t(0o755), uid_t(0), gid_t(0), nil as String?), (0o700, 0, 0, nil),
      (0o1777, 0, 0, nil), (0o1770, 0, 65534, nil),
      (0o777, 0, 0, "others can write"), (0o775, 0, 65534, "others can write"),
      // A group of root's own name: nobody else is in it.
      (0o775, 0, 0, nil),
      (0o755, 65534, 65534, "give a folder of your own"), (0o1777, 65534, 65534, "give a folder of your own"),
    ])
  func aFolderThatOthersCanWriteIsRefused(mode: mode_t, owner: uid_t, group: gid_t, advice: String?) throws {
    chown(scratch.path, owner, group)
    chmod(scratch.path, mode)
    guard let advice else { return try FolderAccess.check(scratch.path) }
    let error = #expect(throws: FileError.self) { try FolderAccess.check(scratch.path) }
    #expect(error?.description.contains(advice) == true, "\(error?.description ?? "")")
  }

  /// - Parameter advice: nil where the folder is taken.
  @Test(
    .enabled(if: geteuid() == 0, "only root can give folders away"),
    arguments: [
      (mode_t(0o755), uid_t(0), gid_t(0), nil as String?), (0o1777, 0, 0, nil), (0o775, 0, 0, nil),
      (0o777, 0, 0, "is writable by others: it belongs to root, group root, mode 0777"),
      (0o775, 0, 65534, "is writable by others"),
      // Whoever lends a folder is trusted with it.
      (0o755, 65534, 65534, nil), (0o775, 12345, 12345, nil), (0o777, 12345, 12345, "is writable by others"),
    ], ["out", "a/b/out", "link/out"])
  func aFolderThatOthersCanReplaceIsRefused(
    parent: (mode: mode_t, owner: uid_t, group: gid_t, advice: String?), name: String
  ) throws {
    let open = "\(scratch.path)/open"
    let out = name.hasPrefix("link") ? "\(scratch.path)/\(name)" : "\(open)/\(name)"
    try FileSystem.makeFolder(open)
    symlink("open", "\(scratch.path)/link")
    try FileSystem.makeFolder(out)
    chown(open, parent.owner, parent.group)
    chmod(open, parent.mode)
    guard let advice = parent.advice else { return try FolderAccess.check(out) }
    let error = #expect(throws: FileError.self) { try FolderAccess.check(out) }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("others can replace \(out): \(open) "), "\(message)")
    #expect(message.contains(advice), "\(message)")
  }

  /// Its owner can let it lead elsewhere at any time, whatever it leads to now.
  @Test(.enabled(if: geteuid() == 0, "only root can give links away"))
  func anothersLinkOnTheWayIsRefused() throws {
    let link = "\(scratch.path)/link"
    try FileSystem.makeFolder("\(scratch.path)/folder/out")
    symlink("folder", link)
    try FolderAccess.check("\(link)/out")
    lchown(link, 65534, 65534)
    let error = #expect(throws: FileError.self) { try FolderAccess.check("\(link)/out") }
    #expect(error?.description.hasPrefix("others can replace \(link)/out: \(link) belongs to nobody") == true)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give folders away"))
  func theGroupThatSharesItMayWrite() throws {
    let store = "\(scratch.path)/store"
    try FolderAccess.make(store, sharedWith: 65534)
    try FolderAccess.check(store, sharedWith: 65534)
    #expect(throws: FileError.self) { try FolderAccess.check(store) }
    try FileSystem.makeFolder("\(store)/logs")
    try FileSystem.write(Data(), to: "\(store)/logs/a")
    #expect(mode("\(store)/logs") == 0o2770)
    #expect(mode("\(store)/logs/a") == 0o660)
    var status = stat()
    #expect(stat("\(store)/logs/a", &status) == 0 && status.st_gid == 65534)
  }

  @Test func whatIsMadeInAPrivateFolderIsPrivate() throws {
    let store = "\(scratch.path)/store"
    try FolderAccess.make(store, sharedWith: nil)
    try FileSystem.makeFolder("\(store)/logs/web")
    try FileSystem.write(Data(), to: "\(store)/logs/web/a.log")
    #expect(mode(store) == 0o700)
    #expect(mode("\(store)/logs/web") == 0o700)
    #expect(mode("\(store)/logs/web/a.log") == 0o600)
    try FileSystem.write(Data(), to: "\(scratch.path)/image.json")
    #expect(mode("\(scratch.path)/image.json") == 0o644)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }
}
