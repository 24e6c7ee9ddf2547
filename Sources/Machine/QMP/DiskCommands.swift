import JSON

/// What a running machine's disks are kept in; QEMU, docs/interop/qemu-qmp-ref, "Block devices".
///
/// A drive goes by the id that its `-drive` has.
extension QMPClient {
  /// Lets a drive write to an overlay from now on. The file that it wrote to so far is complete then, stays as it is, and may be
  /// read, moved and built on by others.
  ///
  /// - Parameter overlay: an empty qcow2 image whose header names that file.
  public func branch(_ drive: String, to overlay: String) async throws {
    _ = try await execute(
      "blockdev-snapshot-sync",
      [
        "device": .string(drive), "snapshot-file": .string(overlay), "format": .string("qcow2"),
        "mode": .string("existing"),
      ], timeout: .seconds(60))
  }

  /// Gives a drive another image of the same size. The machine is told nothing: it must have nothing of the drive in use or in
  /// its memory.
  ///
  /// - Parameters:
  ///   - image: qcow2; flushes of it are ignored.
  ///   - node: what the image is called from now on, a new name; see ``forget(node:)``.
  public func replace(_ drive: String, by image: String, as node: String) async throws {
    let device = try await execute("query-block").array?.first { $0["device"]?.string == drive }
    guard let path = device?["qdev"]?.string else {
      throw QMPError.refused(class: "DeviceNotFound", reason: "no device has the drive '\(drive)'")
    }
    let cache = JSONValue.object(["no-flush": .bool(true)])
    let file: [String: JSONValue] = [
      "driver": .string("file"), "filename": .string(image), "discard": .string("unmap"), "cache": cache,
    ]
    _ = try await execute(
      "blockdev-add",
      [
        "driver": .string("qcow2"), "node-name": .string(node), "discard": .string("unmap"), "cache": cache,
        "file": .object(file),
      ])
    // Of a device that is there, since QEMU 6.2.
    _ = try await execute(
      "qom-set", ["path": .string(path), "property": .string("drive"), "value": .string(node)])
  }

  /// Closes an image that no drive has any more.
  public func forget(node: String) async throws {
    _ = try await execute("blockdev-del", ["node-name": .string(node)])
  }
}
