import Digests
import Images
import JSON
import Recipes

extension LayerKey {
  /// Raised whenever the same content would give another layer than before, sealing's cleaning included.
  static let layerFormat = 3

  /// The key of a layer.
  init(_ content: LayerContent) { self.init(Keyed(format: Self.layerFormat, layer: content)) }

  /// The key of an image, which is determined by the layer that it is sealed from and by all that its descriptor says.
  init(_ appliance: Appliance, leaf: LayerKey?) {
    self.init(Keyed(format: Self.layerFormat, leaf: leaf, image: appliance))
  }

  private init(_ keyed: Keyed) {
    // Nothing of it fails to encode: its numbers are sizes of disks.
    let text = try? canonicalJSON(keyed, omitting: Uncounted.list)
    self.init(hex: sha256(Array((text ?? "").utf8)))
  }
}

/// What is digested, as canonical JSON (RFC 8785).
private struct Keyed: Encodable {
  let format: Int
  var layer: LayerContent?
  var leaf: LayerKey?
  var image: Appliance?
}
