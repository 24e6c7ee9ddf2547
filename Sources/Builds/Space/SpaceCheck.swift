import Failures
import Files
import Foundation
import Jobs
import Planning
import Storage
import Subprocess

/// Looks before a build whether it has room.
struct SpaceCheck: Sendable {
  let store: Store
  let settings: JobSettings

  /// - Throws: `BuildError` when a file system has too little.
  func run(_ graph: JobGraph, of plan: Plan) throws {
    let need = SpaceNeed(plan, isSealed: { graph[$0.jobName] == nil }, size: size, earlier: earlier)
    guard need.layers + need.images > 0 else { return }
    let parts = [(store.root, need.layers), (settings.output, need.images)].compactMap { path, bytes in
      FreeSpace(at: path).map { (space: $0, bytes: bytes) }
    }
    if let problem = Self.problem(parts, floor: settings.minimumFree) { throw BuildError.noRoom(problem) }
  }

  /// What is wrong, in a sentence; nil when all has room and the floor stays free.
  static func problem(_ parts: [(space: FreeSpace, bytes: UInt64)], floor: UInt64) -> String? {
    for part in parts {
      let same = parts.filter { $0.space.device == part.space.device }
      let needed = same.reduce(0) { $0 + $1.bytes }
      guard part.space.bytes < needed + floor else { continue }
      let paths = same.map(\.space.path).joined(separator: " and ")
      return "nothing was started: the build needs about \(needed.mebibytes) in \(paths)"
        + (floor > 0 ? ", and \(floor.mebibytes) that stay free" : "")
        + "; \(part.space.bytes.mebibytes) are free"
    }
    return nil
  }

  /// Whatever fails on a full file system fails for that: QEMU, qemu-img and guests each say it in their own way, or not.
  ///
  /// Asked before what the failed work has written is removed.
  func explained(_ error: any Error) -> any Error {
    if (error as? BuildError)?.cause == .hostDiskFull { return error }
    if error is CancellationError { return error }
    let spaces = [store.root, settings.output].compactMap { FreeSpace(at: $0) }
    let isFull = spaces.contains { $0.bytes < 1 << 20 } || Self.isOfThisHost(error)
    guard isFull, let least = spaces.min(by: { $0.bytes < $1.bytes }) else { return error }
    return BuildError.noRoom("\(error)\nthe file system of \(least.path) is full")
  }

  /// A guest that has filled its own disk says the same.
  private static func isOfThisHost(_ error: any Error) -> Bool {
    let isOwn = (error as? BuildError)?.cause == .hostFile || error is FileError || error is SubprocessError
    return isOwn && "\(error)".contains(String(cString: strerror(ENOSPC)))
  }

  private func size(_ key: LayerKey) -> UInt64? {
    FileSystem.exists(store.record(of: key))
      ? FileSystem.allocatedSize(of: "\(store.layers)/\(key.hex)") : nil
  }

  private func earlier(_ appliance: String, _ name: LayerName) -> UInt64? {
    store.previousLayers(of: appliance).first { $0.name == name }.flatMap { size($0.key) }
  }
}

extension BuildError {
  /// A file system has too little room.
  static func noRoom(_ problem: String) -> BuildError {
    BuildError(
      .hostDiskFull, "\(problem); make space ('kiln gc' frees layers that nothing needs) and run again")
  }
}
