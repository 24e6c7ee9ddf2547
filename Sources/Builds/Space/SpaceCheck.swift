import Failures
import Files
import Foundation
import Images
import Jobs
import Planning
import Storage
import Subprocess

/// Looks before a build whether it has room.
struct SpaceCheck: Sendable {
  let store: Store
  /// Where copies of images go.
  let output: String
  /// Bytes that must stay free.
  let floor: UInt64

  /// - Throws: `BuildError` when a file system has too little.
  func run(_ graph: JobGraph, of plan: Plan) throws {
    let need = SpaceNeed(plan, isSealed: { graph[$0.jobName] == nil }, size: size, earlier: earlier)
    let copies = need.images + missingCopies(graph, of: plan)
    guard need.layers + copies > 0 else { return }
    let parts = [(store.root, need.layers + need.images), (output, copies)].compactMap { path, bytes in
      FreeSpace(at: path).map { (space: $0, bytes: bytes) }
    }
    if let problem = Self.problem(parts, floor: floor) { throw BuildError.noRoom(problem) }
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

  /// Bytes of the images that are in the store and not in the output folder.
  private func missingCopies(_ graph: JobGraph, of plan: Plan) -> UInt64 {
    let images = ImageRepository(store)
    let delivery = ImageDelivery(images, to: output)
    return plan.images.filter { graph[$0.jobName] == nil }.compactMap(images.build)
      .filter { !delivery.isThere($0) }.reduce(0) { $0 + $1.bytes }
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
