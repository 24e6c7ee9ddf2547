import Failures
import Files
import Foundation
import Images
import Jobs
import Planning
import Recipes
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
    let images = store.images
    let delivery = ImageDelivery(images, to: output)
    return plan.images.filter { graph[$0.jobName] == nil }.compactMap(images.build)
      .filter { !delivery.isThere($0) }.reduce(0) { $0 + $1.bytes }
  }

  private func size(_ key: LayerKey) -> UInt64? {
    FileSystem.exists(store.layers.recordFile(of: key))
      ? FileSystem.allocatedSize(of: store.layers.folder(of: key)) : nil
  }

  private func earlier(_ appliance: String, _ name: LayerName) -> UInt64? {
    store.history.previousLayers(of: appliance).first { $0.name == name }.flatMap { size($0.key) }
  }
}

extension BuildError {
  /// A file system has too little room.
  ///
  /// - Parameter output: the output folder, where it is that which has no room and the store is elsewhere.
  static func noRoom(_ problem: String, in output: String? = nil) -> BuildError {
    let advice =
      output.map { "remove images from \($0), of which the store keeps its own, or name another folder (-o)" }
      ?? "make space ('kiln gc' frees layers that nothing needs)"
    return BuildError(.hostDiskFull, "\(problem); \(advice) and run again")
  }
}

/// What a build is expected to write, in bytes.
struct SpaceNeed: Sendable, Hashable {
  /// Into the store: layers, what is kept of an image and not handed out, and what is needed meanwhile.
  var layers: UInt64 = 0
  /// Into the store, and as copies into the output folder.
  var images: UInt64 = 0

  /// - Parameters:
  ///   - isSealed: whether an image is there as asked for.
  ///   - size: what a layer of this key takes; nil when it is not there.
  ///   - earlier: what a layer of this appliance and name took when it was last built; nil when that is not known.
  init(
    _ plan: Plan, isSealed: (PlannedImage) -> Bool, size: (LayerKey) -> UInt64?,
    earlier: (_ appliance: String, LayerName) -> UInt64?
  ) {
    var sizes: [LayerKey: UInt64] = [:]
    for image in plan.images where !isSealed(image) {
      for layer in image.layers.compactMap(plan.layer) where sizes[layer.key] == nil {
        let present = size(layer.key)
        let bytes = present ?? earlier(image.appliance.name, layer.name) ?? Self.estimate(layer, image)
        sizes[layer.key] = bytes
        if present == nil { layers += bytes }
      }
      add(image, content: image.layers.reduce(0) { $0 + (sizes[$1] ?? 0) })
    }
  }

  /// - Parameter content: of the image's layers together.
  private mutating func add(_ image: PlannedImage, content: UInt64) {
    // Flattened and compressed: measured images have a third to a half of their layers.
    let compressed = content / 2
    if image.hasQcow2 { images += compressed } else { layers += compressed }
    for format in image.furtherFormats { images += format.isCompressed ? compressed : content }
    // Meanwhile; one after the other, in the best case.
    if image.furtherFormats.contains(where: \.needsRawDisk) { layers += content }
  }

  /// Modest, so that no build that would fit is refused: a small system's share of the disk it is installed on.
  private static func estimate(_ layer: PlannedLayer, _ image: PlannedImage) -> UInt64 {
    let disk = image.appliance.hardware.systemDisk.size
    return layer.name.isInstall ? min(1 << 30, disk / 8) : min(128 << 20, disk / 64)
  }
}

extension ImageFormat {
  /// Whether its files are about as large as the sealed disks; else as what is on these.
  fileprivate var isCompressed: Bool {
    switch self {
    case .raw, .vdi, .vhd, .vhdx: false
    case .qcow2, .rawZstd, .rawXZ, .vmdk, .ova, .ova2, .libvirt, .containerDisk, .incus, .vagrant, .kernel:
      true
    }
  }

  /// Whether a raw disk is written first.
  fileprivate var needsRawDisk: Bool { self == .rawZstd || self == .rawXZ }
}
