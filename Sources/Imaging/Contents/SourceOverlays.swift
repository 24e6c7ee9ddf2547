import Failures
import Files
import Foundation
import Machine
import Storage

extension ImageSource {
  /// Makes overlays of the disks, keeps what they stand on from being freed meanwhile, and removes them in the end.
  ///
  /// The folder is work like that of a build: whatever becomes of this process, the next build removes it.
  /// - Parameter name: tells the folder from those of other uses in this process.
  func withOverlays<Value: Sendable>(
    of store: Store, as name: String, _ body: (_ disks: [String]) async throws -> Value
  ) async throws -> Value {
    for layer in layers where try await !store.layers.use(layer) {
      throw BuildError(.changedMeanwhile, "layer \(layer.short) is gone: build it again")
    }
    let use = try await use(in: store)
    defer { withExtendedLifetime(use) {} }
    let work = "\(name)-\(getpid())"
    guard let folder = try store.scratch(work) else {
      throw BuildError(.inUse, "\(store.work)/\(work) is locked: try again")
    }
    defer { folder.discard() }
    var overlays: [String] = []
    for (index, disk) in disks.enumerated() {
      let overlay = folder.disk("\(index)")
      if let path = disk.path {
        try await QemuImage().createOverlay(overlay, backing: path, backingFormat: disk.format)
      } else {
        try await QemuImage().create(overlay, size: disk.size)
      }
      overlays.append(overlay)
    }
    return try await body(overlays)
  }
}
