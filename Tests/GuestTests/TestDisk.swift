import Foundation

@testable import Guest

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("kiln-guest-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Runs a host program; throws unless it ends well.
func runTool(_ program: String, _ arguments: [String]) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  try process.run()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw ToolFailure(program: program, status: process.terminationStatus)
  }
}

struct ToolFailure: Error {
  let program: String
  let status: Int32
}

/// Small disks that look like an installed Debian: busybox, with one file system for `/` and one for `/var`.
struct TestDisks {
  let root: String
  let data: String

  /// Files beside those that every system has; paths relative to the root, a link's text starts with `->`.
  init(in folder: TemporaryFolder, files: [String: String]) throws {
    let tree = folder.path + "/tree"
    var all = Self.system.merging(files) { $1 }
    all["etc/fstab"] = "UUID=\(Self.rootID) / ext4 defaults 0 1\nUUID=\(Self.dataID) /var ext4 defaults 0 2\n"
    for (path, text) in all { try Self.write(text, to: "\(tree)/\(path)") }
    for name in Self.folders {
      try FileManager.default.createDirectory(atPath: "\(tree)/\(name)", withIntermediateDirectories: true)
    }
    try Self.addBusybox(to: tree)
    let manager = FileManager.default
    try manager.moveItem(atPath: tree + "/var", toPath: folder.path + "/var")
    try manager.createDirectory(atPath: tree + "/var", withIntermediateDirectories: true)
    root = try Self.disk(of: tree, id: Self.rootID, in: folder, name: "root")
    data = try Self.disk(of: folder.path + "/var", id: Self.dataID, in: folder, name: "data")
  }

  private static let rootID = "11111111-2222-4333-8444-000000000001"
  private static let dataID = "11111111-2222-4333-8444-000000000002"
  private static let folders = ["dev", "proc", "sys", "tmp", "run", "root", "usr/sbin", "var/tmp", "lib"]

  private static let system = [
    "etc/os-release": "ID=debian\nVERSION_ID=\"13\"\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n",
    "etc/debian_version": "13.0\n",
    "etc/passwd": "root:x:0:0::/root:/bin/sh\nweb:x:33:34::/srv:/bin/sh\n",
    "etc/group": "root:x:0:\nstaff:x:50:\n",
    "var/lib/dpkg/status": package("busybox") + package("web"),
  ]

  private static func package(_ name: String) -> String {
    "Package: \(name)\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\nDescription: \(name)\n\n"
  }

  private static func write(_ text: String, to path: String) throws {
    let manager = FileManager.default
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    if text.hasPrefix("->") {
      try manager.createSymbolicLink(atPath: path, withDestinationPath: String(text.dropFirst(2)))
    } else {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
  }

  private static func addBusybox(to tree: String) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: tree + "/usr/bin", withIntermediateDirectories: true)
    try manager.createSymbolicLink(atPath: tree + "/bin", withDestinationPath: "usr/bin")
    try manager.copyItem(atPath: "/bin/busybox", toPath: tree + "/usr/bin/busybox")
    let names = [
      "sh", "env", "cat", "head", "mkdir", "mkfifo", "ln", "rm", "mv", "ls", "sleep", "chmod", "stat", "kill",
      "test", "dd", "readlink", "mount", "umount", "swapon", "swapoff", "mkswap", "losetup", "chattr",
      "chroot",
      "printf", "grep",
    ]
    for name in names {
      try manager.createSymbolicLink(atPath: "\(tree)/usr/bin/\(name)", withDestinationPath: "busybox")
    }
  }

  private static func disk(of tree: String, id: String, in folder: TemporaryFolder, name: String) throws
    -> String
  {
    let raw = "\(folder.path)/\(name).raw"
    let path = "\(folder.path)/\(name).qcow2"
    try runTool("/usr/sbin/mke2fs", ["-F", "-q", "-t", "ext4", "-U", id, "-d", tree, raw, "32M"])
    try runTool("qemu-img", ["convert", "-O", "qcow2", raw, path])
    try FileManager.default.removeItem(atPath: raw)
    return path
  }
}

extension GuestSettings {
  /// With one processor: beside the appliance of another test, a second costs a quarter more and gains nothing.
  static let emulated = GuestSettings(forcesTCG: true, cpus: 1)
}
