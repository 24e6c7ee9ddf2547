import Digests
public import Images
import JSON
public import Recipes

extension LayerKey {
  /// Raised whenever the same content would give another layer than before, sealing's cleaning included.
  static let layerFormat = 3

  /// The key of a layer.
  init(_ content: LayerContent) { self.init(Keyed(format: Self.layerFormat, layer: content)) }

  /// The key of an image, which is determined by the layer that it is sealed from and by all that its descriptor says.
  public init(_ appliance: Appliance, leaf: LayerKey?) {
    self.init(Keyed(format: Self.layerFormat, leaf: leaf, image: appliance))
  }

  private init(_ keyed: Keyed) {
    do {
      self.init(hex: sha256(Array(try canonicalJSON(keyed, omitting: Uncounted.list).utf8)))
    } catch {
      // Only an encoding of our own could throw. Going on would give different layers one key.
      preconditionFailure("a key cannot be computed: \(error)")
    }
  }
}

/// What is digested, as canonical JSON (RFC 8785).
private struct Keyed: Encodable {
  let format: Int
  var layer: LayerContent?
  var leaf: LayerKey?
  var image: Appliance?
}
