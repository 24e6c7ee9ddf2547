import Archive
import Foundation
import JSON

/// What cloud-init is told of one machine, on a disk beside its own: its data source NoCloud
/// (<https://docs.cloud-init.io/en/latest/reference/datasources/nocloud.html>).
///
/// It says nothing of the network: without a word cloud-init asks DHCP on the first card, in the way of each distribution; and
/// an image in which that is switched off stays as it is.
struct Seed: Hashable, Sendable {
  /// Another one for each machine: cloud-init then sets up also a disk that an earlier machine has used.
  var instance: String
  var hostname: String
  /// A line for `authorized_keys`; root and the image's default user get it.
  var authorizedKey: String
  /// One more user who gets it, and is made where the image has none of that name.
  var user: String?

  /// The label by which cloud-init finds the disk.
  static let volume = "CIDATA"

  /// The files by their names. What is in them is JSON, which is YAML, too.
  var files: [(name: String, text: String)] {
    [
      ("meta-data", text(["instance-id": .string(instance), "local-hostname": .string(hostname)])),
      ("user-data", "#cloud-config\n" + text(userData)),
    ]
  }

  private var userData: [String: JSONValue] {
    // Without it, root's key only says to log in as the default user.
    var data: [String: JSONValue] = [
      "disable_root": .bool(false), "ssh_authorized_keys": .array([.string(authorizedKey)]),
    ]
    guard let user, user != "root" else { return data }
    data["users"] = .array([
      .string("default"),
      .object([
        "name": .string(user), "ssh_authorized_keys": .array([.string(authorizedKey)]),
        "lock_passwd": .bool(true), "shell": .string("/bin/sh"), "sudo": .string("ALL=(ALL) NOPASSWD:ALL"),
      ]),
    ])
    return data
  }

  private func text(_ values: [String: JSONValue]) -> String { JSONValue.object(values).canonical + "\n" }

  /// Writes the disk.
  ///
  /// - Throws: `ArchiveError`.
  func write(to path: String) throws {
    let writer = try ArchiveWriter(path: path, format: .iso9660(volume: Self.volume))
    for (name, text) in files {
      try writer.add(ArchiveEntry(path: name, kind: .file, mode: 0o600), data: Data(text.utf8))
    }
    try writer.finish()
  }
}
