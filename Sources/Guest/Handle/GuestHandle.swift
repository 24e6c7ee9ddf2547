private import CGuestFS
import Families
import Foundation

/// One libguestfs handle, closed when this goes: the one place that speaks to the C library.
///
/// See guestfs(3) for each call; what it names, these name alike.
final class GuestHandle {
  let handle: OpaquePointer
  private let events: GuestEvents
  private let folder: PrivateFolder
  private var isClosed = false

  init(events: GuestEvents) throws(GuestError) {
    folder = try PrivateFolder()
    guard let handle = guestfs_create() else {
      throw .system("create", errno)
    }
    self.handle = handle
    self.events = events
    throwErrorsOnly()
    let kinds = UInt64(GUESTFS_EVENT_APPLIANCE | GUESTFS_EVENT_LIBRARY | GUESTFS_EVENT_WARNING)
    // The handle cannot outlive `events`: this object owns both.
    guestfs_set_event_callback(handle, forwardEvent, kinds, 0, Unmanaged.passUnretained(events).toOpaque())
  }

  deinit { close() }

  /// Where the appliance's QEMU is asked to have its monitor, a QMP socket.
  var monitorSocket: String { folder.path + "/qmp" }

  /// Keeps libguestfs from printing errors too; it keeps that for each thread by itself.
  func throwErrorsOnly() {
    guestfs_set_error_handler(handle, nil, nil)
  }

  // MARK: Calls

  /// Runs a call that returns -1 on failure.
  @discardableResult
  func call(_ name: String, _ subject: String = "", _ body: () -> Int32) throws(GuestError) -> Int32 {
    guard !isClosed else { throw .closed }
    let result = body()
    if result == -1 { throw failure(name, subject) }
    return result
  }

  /// Runs a call that returns nil on failure, else something to free.
  func value<Value>(
    _ name: String,
    _ subject: String = "",
    _ body: () -> UnsafeMutablePointer<Value>?
  ) throws(GuestError) -> UnsafeMutablePointer<Value> {
    guard !isClosed else { throw .closed }
    guard let result = body() else { throw failure(name, subject) }
    return result
  }

  private func failure(_ name: String, _ subject: String) -> GuestError {
    let reason = guestfs_last_error(handle).map { String(cString: $0) } ?? "no reason given"
    // 0 where the library has none.
    let code = guestfs_last_errno(handle)
    return .call(name: name, subject: subject, reason: reason, code: code == 0 ? nil : code)
  }

  func string(
    _ name: String,
    _ subject: String,
    _ body: () -> UnsafeMutablePointer<CChar>?
  ) throws(GuestError) -> String {
    let text = try value(name, subject, body)
    defer { free(text) }
    return String(cString: text)
  }

  func strings(
    _ name: String,
    _ subject: String = "",
    _ body: () -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) throws(GuestError) -> [String] {
    let list = try value(name, subject, body)
    defer { free(list) }
    var result: [String] = []
    var index = 0
    while let item = list[index] {
      result.append(String(cString: item))
      free(item)
      index += 1
    }
    return result
  }

  // MARK: Setting up

  var version: String? {
    guard !isClosed, let version = guestfs_version(handle) else { return nil }
    defer { guestfs_free_version(version) }
    return "\(version.pointee.major).\(version.pointee.minor).\(version.pointee.release)"
  }

  func configure(_ settings: GuestSettings) throws(GuestError) {
    // Else overlays of disks lie in a folder that all may read.
    try call("set_tmpdir", folder.path) { guestfs_set_tmpdir(handle, folder.path) }
    try call("set_backend") { guestfs_set_backend(handle, "direct") }
    try call("set_backend_settings") {
      withCStrings(settings.forcesTCG ? ["force_tcg"] : []) { guestfs_set_backend_settings(handle, $0) }
    }
    try call("set_network") { guestfs_set_network(handle, settings.hasNetwork ? 1 : 0) }
    try call("set_memsize") { guestfs_set_memsize(handle, Int32(clamping: settings.memory)) }
    try call("set_smp") { guestfs_set_smp(handle, Int32(clamping: settings.cpus)) }
    try call("set_verbose") { guestfs_set_verbose(handle, settings.verbose ? 1 : 0) }
  }

  /// Without the host's flushes (whoever closes the session syncs the file), and with discard, for trimming.
  func add(_ disk: GuestDisk) throws(GuestError) {
    try call("add_drive", disk.path) {
      disk.format.rawValue.withCString { format in
        "unsafe".withCString { cacheMode in
          "besteffort".withCString { discard in
            var options = guestfs_add_drive_opts_argv()
            options.bitmask = 1 << UInt64(GUESTFS_ADD_DRIVE_OPTS_FORMAT)
            options.format = format
            if disk.readOnly {
              options.bitmask |= 1 << UInt64(GUESTFS_ADD_DRIVE_OPTS_READONLY)
              options.readonly = 1
            } else {
              options.bitmask |=
                1 << UInt64(GUESTFS_ADD_DRIVE_OPTS_CACHEMODE) | 1 << UInt64(GUESTFS_ADD_DRIVE_OPTS_DISCARD)
              options.cachemode = cacheMode
              options.discard = discard
            }
            return guestfs_add_drive_opts_argv(handle, disk.path, &options)
          }
        }
      }
    }
  }

  /// One more argument for QEMU.
  func config(_ parameter: String, _ value: String) throws(GuestError) {
    try call("config", parameter) { guestfs_config(handle, parameter, value) }
  }

  func launch() throws(GuestError) { try call("launch") { guestfs_launch(handle) } }
  func unmountAll() throws(GuestError) { try call("umount_all") { guestfs_umount_all(handle) } }
  func shutdown() throws(GuestError) { try call("shutdown") { guestfs_shutdown(handle) } }

  func close() {
    if !isClosed { guestfs_close(handle) }
    isClosed = true
    folder.remove()
  }

  // MARK: Inspection

  func inspect() throws(GuestError) -> [String] { try strings("inspect_os") { guestfs_inspect_os(handle) } }

  /// What the root's fstab mounts: mount point to device.
  func mountPoints(root: String) throws(GuestError) -> [String: String] {
    let list = try strings("inspect_get_mountpoints", root) { guestfs_inspect_get_mountpoints(handle, root) }
    let pairs = stride(from: 0, to: list.count - 1, by: 2).map { (list[$0], list[$0 + 1]) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  func type(root: String) throws(GuestError) -> String {
    try string("inspect_get_type", root) { guestfs_inspect_get_type(handle, root) }
  }

  func distribution(root: String) throws(GuestError) -> String {
    try string("inspect_get_distro", root) { guestfs_inspect_get_distro(handle, root) }
  }

  func architecture(root: String) throws(GuestError) -> String {
    try string("inspect_get_arch", root) { guestfs_inspect_get_arch(handle, root) }
  }

  func majorVersion(root: String) throws(GuestError) -> Int {
    Int(try call("inspect_get_major_version", root) { guestfs_inspect_get_major_version(handle, root) })
  }

  func minorVersion(root: String) throws(GuestError) -> Int {
    Int(try call("inspect_get_minor_version", root) { guestfs_inspect_get_minor_version(handle, root) })
  }

  /// `deb`, `rpm`, …
  func packageFormat(root: String) throws(GuestError) -> String {
    try string("inspect_get_package_format", root) { guestfs_inspect_get_package_format(handle, root) }
  }

  func packages(root: String) throws(GuestError) -> [InstalledPackage] {
    let list = try value("inspect_list_applications2", root) {
      guestfs_inspect_list_applications2(handle, root)
    }
    defer { guestfs_free_application2_list(list) }
    return (0..<Int(list.pointee.len)).map { InstalledPackage(list.pointee.val[$0]) }
  }

  // MARK: File systems and files

  func mount(_ device: String, at path: String, options: String = "") throws(GuestError) {
    try call("mount_options", "\(device) at \(path)") {
      guestfs_mount_options(handle, options, device, path)
    }
  }

  func mountReadOnly(_ device: String, at path: String) throws(GuestError) {
    try call("mount_ro", "\(device) at \(path)") { guestfs_mount_ro(handle, device, path) }
  }

  /// Where the appliance's kernel has anything mounted for the guest, be it by a script.
  func mountedPaths() throws(GuestError) -> [String] {
    let list = try strings("mountpoints") { guestfs_mountpoints(handle) }
    return stride(from: 1, to: list.count, by: 2).map { list[$0] }.sorted()
  }

  /// What is at a path, links not followed; nil where nothing is.
  func kind(_ path: String) throws(GuestError) -> FileKind? {
    try status(path).map { FileKind(mode: $0.st_mode) }
  }

  /// A regular file; nil where none is.
  func file(_ path: String) throws(GuestError) -> FileStatus? {
    try status(path).flatMap { status in
      guard FileKind(mode: status.st_mode) == .file else { return nil }
      return FileStatus(
        size: status.st_size, links: status.st_nlink,
        mode: UInt16(truncatingIfNeeded: status.st_mode & 0o7777),
        user: Int32(truncatingIfNeeded: status.st_uid), group: Int32(truncatingIfNeeded: status.st_gid))
    }
  }

  private func status(_ path: String) throws(GuestError) -> guestfs_statns? {
    do {
      let status = try value("lstatns", path) { guestfs_lstatns(handle, path) }
      defer { guestfs_free_statns(status) }
      return status.pointee
    } catch {
      if !isClosed, [ENOENT, ENOTDIR].contains(guestfs_last_errno(handle)) { return nil }
      throw error
    }
  }

  /// What is at each of these names in a folder, links not followed; nil where nothing is.
  func kinds(of names: [String], in folder: String) throws(GuestError) -> [FileKind?] {
    let list = try value("lstatnslist", folder) {
      withCStrings(names) { guestfs_lstatnslist(handle, folder, $0) }
    }
    defer { guestfs_free_statns_list(list) }
    return (0..<Int(list.pointee.len)).map { index in
      let status = list.pointee.val[index]
      return status.st_ino == -1 ? nil : FileKind(mode: status.st_mode)
    }
  }

  func linkTarget(_ path: String) throws(GuestError) -> String {
    try string("readlink", path) { guestfs_readlink(handle, path) }
  }

  /// A path with all links followed; nil where it leads nowhere.
  func realPath(_ path: String) throws(GuestError) -> String? {
    do {
      return try string("realpath", path) { guestfs_realpath(handle, path) }
    } catch {
      if isClosed { throw error }
      return nil
    }
  }

  /// The names in a folder.
  func list(_ folder: String) throws(GuestError) -> [String] {
    try strings("ls", folder) { guestfs_ls(handle, folder) }
  }

  /// In one message a piece: a transfer (`guestfs_read_file`) costs an emulated appliance ten times as much for a small file.
  ///
  /// - Throws: also for more bytes than any file that is read so should have: the host holds them in its memory.
  func read(_ path: String) throws(GuestError) -> [UInt8] {
    var contents: [UInt8] = []
    while true {
      guard contents.count <= Self.longestText else {
        throw .path(
          path, reason: "it has more than \(Self.longestText >> 20) MiB, which are the most that are read")
      }
      var count = 0
      let bytes = try value("pread", path) {
        guestfs_pread(handle, path, Self.pieceSize, Int64(contents.count), &count)
      }
      defer { free(bytes) }
      contents += UnsafeRawBufferPointer(start: bytes, count: count)
      if count < Self.pieceSize { return contents }
    }
  }

  /// Bytes.
  private static let longestText = 64 << 20
  /// Bytes; a message holds 4 MiB.
  private static let pieceSize: Int32 = 2 << 20

  func write(_ bytes: [UInt8], to path: String) throws(GuestError) {
    try call("write", path) {
      bytes.withUnsafeBytes { guestfs_write(handle, path, $0.baseAddress, $0.count) }
    }
  }

  func download(_ path: String, to hostPath: String) throws(GuestError) {
    try call("download", "\(path) to \(hostPath)") { guestfs_download(handle, path, hostPath) }
  }

  func upload(_ hostPath: String, to path: String) throws(GuestError) {
    try call("upload", "\(hostPath) to \(path)") { guestfs_upload(handle, hostPath, path) }
  }

  /// Unpacks a tar of this host over the root folder, with extended attributes; no path in it may lead through a link.
  func unpackTar(_ hostPath: String) throws(GuestError) {
    var options = guestfs_tar_in_opts_argv()
    options.bitmask = 1 << UInt64(GUESTFS_TAR_IN_OPTS_XATTRS)
    options.xattrs = 1
    try call("tar_in") { guestfs_tar_in_opts_argv(handle, hostPath, "/", &options) }
  }

  func truncate(_ path: String) throws(GuestError) {
    try call("truncate", path) { guestfs_truncate(handle, path) }
  }

  func makeFolder(_ path: String, mode: UInt16) throws(GuestError) {
    try call("mkdir_mode", path) { guestfs_mkdir_mode(handle, path, Int32(mode)) }
  }

  func link(_ path: String, to target: String) throws(GuestError) {
    try call("ln_sf", path) { guestfs_ln_sf(handle, target, path) }
  }

  func remove(_ path: String) throws(GuestError) { try call("rm_rf", path) { guestfs_rm_rf(handle, path) } }

  func rename(_ path: String, to other: String) throws(GuestError) {
    try call("rename", "\(path) to \(other)") { guestfs_rename(handle, path, other) }
  }

  func setMode(_ mode: UInt16, of path: String) throws(GuestError) {
    try call("chmod", path) { guestfs_chmod(handle, Int32(mode), path) }
  }

  func setOwner(_ user: Int32, _ group: Int32, of path: String) throws(GuestError) {
    try call("lchown", path) { guestfs_lchown(handle, user, group, path) }
  }

  /// What matches, sorted; folders without a slash at the end.
  func glob(_ pattern: String) throws(GuestError) -> [String] {
    var options = guestfs_glob_expand_opts_argv()
    options.bitmask = 1 << UInt64(GUESTFS_GLOB_EXPAND_OPTS_DIRECTORYSLASH)
    options.directoryslash = 0
    return try strings("glob_expand", pattern) { guestfs_glob_expand_opts_argv(handle, pattern, &options) }
      .sorted()
  }

  /// Everything below a folder, relative to it.
  func find(_ folder: String) throws(GuestError) -> [String] {
    // Without the slash, the names would begin with one.
    try strings("find", folder) { guestfs_find(handle, folder + "/") }
  }

  // MARK: Commands

  /// Runs a shell program of the appliance itself, not of the guest; its output, at its end.
  ///
  /// By the `debug` call, which guestfs(3) does not promise to keep, and which has had `sh` in every release.
  func applianceShell(_ script: String) throws(GuestError) -> String {
    try string("debug", "sh") { withCStrings([script]) { guestfs_debug(handle, "sh", $0) } }
  }

  /// Runs a program of the guest; its output, at its end.
  func command(_ arguments: [String]) throws(GuestError) -> String {
    try string("command", arguments.first ?? "") {
      withCStrings(arguments) { guestfs_command(handle, $0) }
    }
  }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
  _ strings: [String],
  _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = strings.map { strdup($0) } + [nil]
  defer { pointers.forEach { free($0) } }
  return pointers.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else {
      preconditionFailure("an array of at least one element has a base")
    }
    return body(base)
  }
}

/// The C callback for every event; at file scope, so that no actor is assumed.
private func forwardEvent(
  _: OpaquePointer?,
  opaque: UnsafeMutableRawPointer?,
  event: UInt64,
  _: Int32,
  _: Int32,
  bytes: UnsafePointer<CChar>?,
  count: Int,
  _: UnsafePointer<UInt64>?,
  _: Int
) {
  guard let opaque, let bytes else { return }
  let events = Unmanaged<GuestEvents>.fromOpaque(opaque).takeUnretainedValue()
  let text = UnsafeRawBufferPointer(start: bytes, count: count)
  if event == UInt64(GUESTFS_EVENT_APPLIANCE) {
    events.console(text)
  } else {
    events.message(String(decoding: text, as: UTF8.self))
  }
}

/// What a file system knows of a regular file beside its bytes.
struct FileStatus: Hashable, Sendable {
  /// Bytes.
  let size: Int64
  /// Names.
  let links: Int64
  /// Permission bits.
  let mode: UInt16
  let user: Int32
  let group: Int32
}

/// libguestfs' version, such as `1.48.6`; `unknown` where it has none to give.
public func guestVersion() -> String {
  (try? GuestHandle(events: GuestEvents { _ in }))?.version ?? "unknown"
}
