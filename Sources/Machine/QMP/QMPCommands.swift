/// How much a machine has read from and written to one of its disks so far, in bytes.
public struct BlockStatistics: Hashable, Sendable {
  /// `disk0`, `cdrom0`, …
  public let device: String
  public let bytesRead: Int64
  public let bytesWritten: Int64
}

extension QMPClient {
  /// `running`, `paused`, `shutdown`, `io-error`, …; QEMU, docs/interop/qemu-qmp-ref, "RunState".
  public func runState() async throws -> String {
    try await execute("query-status")["status"]?.string ?? "unknown"
  }

  /// One entry for each disk and CD-ROM: a machine whose numbers stand still does no work.
  public func blockStatistics() async throws -> [BlockStatistics] {
    (try await execute("query-blockstats").array ?? []).compactMap { entry in
      guard let device = entry["device"]?.string, !device.isEmpty, let stats = entry["stats"] else {
        return nil
      }
      return BlockStatistics(
        device: device,
        bytesRead: stats["rd_bytes"]?.integer ?? 0,
        bytesWritten: stats["wr_bytes"]?.integer ?? 0)
    }
  }

  /// How far the network cards' queues have been used, for each card what came and what went: a machine whose positions
  /// stand still sends and gets no packet. The user network counts no bytes.
  ///
  /// - Throws: `QMPError.refused` by a QEMU that has not this experimental command (QEMU 7.2 and later have it).
  public func networkPositions() async throws -> [Int64] {
    var positions: [Int64] = []
    for device in try await execute("x-query-virtio").array ?? [] {
      guard device["name"]?.string == "virtio-net", let path = device["path"] else { continue }
      for queue in 0...1 {
        let status = try await execute(
          "x-query-virtio-queue-status", ["path": path, "queue": .integer(Int64(queue))])
        positions.append(status["used-idx"]?.integer ?? 0)
      }
    }
    return positions
  }

  /// Writes what the machine's screen shows to a PNG file; needs QEMU 7.1.
  public func screenshot(to path: String) async throws {
    _ = try await execute("screendump", ["filename": .string(path), "format": .string("png")])
  }

  /// Ends QEMU at once, as if the machine's plug were pulled.
  public func quit() async throws {
    _ = try await execute("quit")
  }
}
