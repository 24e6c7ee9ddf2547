import Foundation
internal import Glibc

/// Who may change what is in a folder.
public enum FolderAccess {
  /// The number of a group of this host.
  ///
  /// - Throws: `FileError` when there is none of this name.
  public static func group(named name: String) throws(FileError) -> gid_t {
    guard let group = HostAccounts.group(named: name) else {
      throw FileError(
        "there is no group '\(name)' on this host", reason: "the site file names it as 'shared_group'")
    }
    return group.number
  }

  /// Refuses a folder in which others could put links and files of their own under names that are about to be written, or that
  /// others could put another in place of.
  ///
  /// A sticky folder (`/tmp`) is none: there nobody renames or removes what is another's.
  /// - Parameter group: one whose members may write it, too.
  /// - Throws: `FileError` with whose it is and what to do.
  public static func check(_ path: String, sharedWith group: gid_t? = nil) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system("cannot look at \(path)", path) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError("\(path) is no folder", reason: "give another path, or move it away")
    }
    guard isOwn(status, [geteuid(), 0], sharedWith: group) else {
      throw FileError(
        "\(path) \(FileOwner.description(of: status))",
        reason: "you are \(FileOwner.name(ofUser: geteuid())), and what is in it could change at any time:"
          + " give a folder of your own, or make this one yours (chown)")
    }
    guard !isOpenToOthers(status, sharedWith: group) else {
      throw FileError(
        "others can write \(path)",
        reason: "it \(FileOwner.description(of: status)): take that from them (chmod go-w \(path)),"
          + " or name the group that shares it as 'shared_group' in the site file")
    }
    for step in try FolderWay.steps(to: path) {
      if let fault = fault(of: step, sharedWith: group) {
        throw FileError("others can replace \(path)", reason: fault)
      }
    }
  }

  /// What lets others put something else in place of what a path leads to, in words; nil for nothing.
  private static func fault(of step: FolderWay.Step, sharedWith group: gid_t?) -> String? {
    let whose = "\(step.path) \(FileOwner.description(of: step.status))"
    guard !step.isLink || isOwn(step.status, trusted, sharedWith: group) else {
      return "\(whose): give a folder in one of your own"
    }
    // Whoever owns a folder on the way is trusted by who names it: a checkout that is lent to a container's root.
    guard !step.isLink, isOpenToOthers(step.status, sharedWith: group) else { return nil }
    return "\(step.path) is writable by others: it \(FileOwner.description(of: step.status)):"
      + " take that from them (chmod go-w \(step.path)), or give a folder elsewhere"
  }

  /// Root, this user, and whoever became root by sudo(8): that user could do all the same.
  private static var trusted: [uid_t] {
    let caller = geteuid() == 0 ? getenv("SUDO_UID").flatMap { uid_t(String(cString: $0)) } : nil
    return [geteuid(), 0] + (caller.map { [$0] } ?? [])
  }

  private static func isOwn(_ status: stat, _ owners: [uid_t], sharedWith group: gid_t?) -> Bool {
    owners.contains(status.st_uid) || (status.st_gid == group && status.st_mode & S_IWGRP != 0)
  }

  /// Whether others can put something in a folder in place of what is in it.
  private static func isOpenToOthers(_ status: stat, sharedWith group: gid_t?) -> Bool {
    guard status.st_mode & S_ISVTX == 0 else { return false }
    let isOpenToGroup =
      status.st_mode & S_IWGRP != 0 && status.st_gid != group
      && !FileOwner.isOwnGroup(status.st_gid, of: status.st_uid)
    return isOpenToGroup || status.st_mode & S_IWOTH != 0
  }

  /// Makes a folder for nobody but this user, or for a group; one that is there must be safe.
  ///
  /// - Throws: as ``check(_:sharedWith:)``.
  public static func make(_ path: String, sharedWith group: gid_t?) throws {
    if !FileSystem.isTaken(path) {
      try FileSystem.makeFolder(path, isPrivate: true)
      if let group {
        guard chown(path, uid_t.max, group) == 0, chmod(path, 0o2770) == 0 else {
          throw FileError.system("cannot give \(path) to its group", path)
        }
      }
    }
    try check(path, sharedWith: group)
  }

  /// Takes a folder's rights from all but its owner; that of another user, one that a group shares and a sticky one stay.
  public static func close(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_uid == geteuid(), !isShared(status),
      status.st_mode & S_ISVTX == 0
    else { return }
    if status.st_mode & 0o077 != 0 { chmod(path, 0o700) }
  }

  /// What a new folder's mode is: that of the folder it is in, and no more than the process allows; shared with a group where
  /// that one is.
  static func inherited(from parent: String) -> mode_t {
    var status = stat()
    guard stat(parent, &status) == 0 else { return 0o700 }
    return isShared(status) ? 0o2770 : status.st_mode & 0o755
  }

  /// Whether a folder is its group's: all that is made in it belongs to the group, and all of that may write it.
  static func isShared(_ status: stat) -> Bool { status.st_mode & 0o2020 == 0o2020 }
}

/// The way to a folder: all that the system passes on it, links and what they lead through included.
private enum FolderWay {
  /// What is passed on a way, or ends it.
  struct Step {
    let path: String
    let status: stat
    var isLink: Bool { status.st_mode & S_IFMT == S_IFLNK }
  }

  /// As many as the system follows; path_resolution(7).
  private static let mostLinks = 40

  /// All before the folder itself, which need not be reached without links.
  ///
  /// - Throws: `FileError` for what cannot be looked at.
  static func steps(to path: String) throws(FileError) -> [Step] {
    var steps: [Step] = []
    var names = components(path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)")
    var place = "/"
    var links = 0
    while true {
      let step = try look(at: place)
      if step.isLink {
        links += 1
        guard links <= mostLinks, let target = readLink(place) else {
          throw FileError("cannot look at \(path)", reason: "\(place) is a link that leads nowhere")
        }
        steps.append(step)
        names = components(target) + names
        place = target.hasPrefix("/") ? "/" : folder(of: place)
        continue
      }
      guard !names.isEmpty else { return steps }
      steps.append(step)
      let name = names.removeFirst()
      place = name == ".." ? folder(of: place) : place == "/" ? "/\(name)" : "\(place)/\(name)"
    }
  }

  private static func components(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }
  }

  private static func readLink(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  private static func look(at path: String) throws(FileError) -> Step {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .system("cannot look at \(path)", path) }
    return Step(path: path, status: status)
  }
}
