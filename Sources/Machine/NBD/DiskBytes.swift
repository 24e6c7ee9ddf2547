private import Files
private import Foundation
private import Subprocess

/// The bytes that a guest sees of a disk image, read once, front to back, through qemu-nbd(8): nothing is written anywhere.
public struct DiskBytes: Sendable {
  private let path: String
  private let format: DiskFormat
  private let executable: String

  /// How long the server may take until it answers.
  private static let startLimit = Duration.seconds(60)

  /// - Parameter format: what the image is; never looked for.
  public init(_ path: String, format: DiskFormat, executable: String = "qemu-nbd") {
    self.path = path
    self.format = format
    self.executable = executable
  }

  /// Gives what is not known to be zero to a value, in order, each piece with the place of its first byte.
  ///
  /// - Returns: the value, when all has been read.
  /// - Throws: `SubprocessError`, with what qemu-nbd says; `CancellationError`; `MachineError`.
  public func read<Value: Sendable>(
    into value: Value, _ take: @escaping @Sendable (inout Value, UnsafeRawBufferPointer, UInt64) -> Void
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    let socket = "\(folder.path)/nbd"
    // What is in an image that others made must not use up this host's memory.
    let server = Command(
      "prlimit",
      ["--as=\(4 << 30)", "--", executable, "--read-only", "--socket=\(socket)", "--cache=writeback"]
        + QemuImage.opened(path, as: format))
    let process = try await ChildProcess.start(server, outputLimit: 64 << 10)
    do {
      let value = try await withTaskCancellationHandler {
        let client = try await Self.connected(to: socket, of: process)
        return try await onThread {
          var value = value
          try NBDClient(socket: client).forEachPiece { take(&value, $0, $1) }
          return value
        }
      } onCancel: {
        process.beginTermination(grace: .seconds(2))
      }
      await process.terminate()
      return value
    } catch {
      let said = text(await Task { await process.terminate(grace: .seconds(2)) }.value.stderr)
      if Task.isCancelled { throw CancellationError() }
      throw MachineError.unreadableDisk(path: path, reason: said.isEmpty ? "\(error)" : said)
    }
  }

  /// A socket that is connected to the server.
  private static func connected(to path: String, of process: ChildProcess) async throws -> CInt {
    let end = ContinuousClock.now + startLimit
    while true {
      try Task.checkCancellation()
      do {
        return try QMPSocket.connected(to: path)
      } catch {
        guard process.outcome == nil, .now < end else { throw error }
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }
}
