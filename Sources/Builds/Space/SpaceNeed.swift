import Images
import Planning
import Storage

/// What a build is expected to write, in bytes.
struct SpaceNeed: Sendable, Hashable {
  /// Into the store.
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
      // Flattened and compressed: measured images have a third to a half of their layers.
      images += image.layers.reduce(0) { $0 + (sizes[$1] ?? 0) } / 2
    }
  }

  /// Modest, so that no build that would fit is refused: a small system's share of the disk it is installed on.
  private static func estimate(_ layer: PlannedLayer, _ image: PlannedImage) -> UInt64 {
    let disk = image.appliance.hardware.systemDisk.size
    return layer.name.isInstall ? min(1 << 30, disk / 8) : min(128 << 20, disk / 64)
  }
}
