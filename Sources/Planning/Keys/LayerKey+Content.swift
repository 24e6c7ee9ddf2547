import Digests
public import Images
import JSON
public import Recipes

extension LayerKey {
  /// Raised whenever the same content would give another layer than before, sealing's cleaning included; but not where cleaning
  /// only takes out more than before. A layer of before that has such a thing in it is found by the residue scan, which looks for all that
  /// cleaning knows (`Guest/Sealing/PersonalFiles`), in every image, and stops that. So nobody's layers are built again for what hardly
  /// any of them holds.
  static let layerFormat = 3

  /// The key of a layer.
  init(_ content: LayerContent) { self.init(Keyed(format: Self.layerFormat, layer: content)) }

  /// The key of an image, which is determined by the layer that it is sealed from and by all that its descriptor says.
  public init(_ appliance: Appliance, leaf: LayerKey?) {
    self.init(Keyed(format: Self.layerFormat, leaf: leaf, image: appliance))
  }

  /// The key of an image's sealed disks: they follow from its last layer and how they are compressed, whatever is said of them.
  init(_ content: SealedContent) { self.init(Keyed(format: Self.layerFormat, sealed: content)) }

  /// The key of an image's files of a further format, which tell of the image, too.
  init(_ appliance: Appliance, leaf: LayerKey, as format: ImageFormat) {
    var appliance = appliance
    appliance.formats = [format]
    if !format.isOVA { appliance.ovaSigning = nil }
    self.init(Keyed(format: Self.layerFormat, leaf: leaf, image: appliance, part: Self.partFormat))
  }

  /// Raised whenever the same image would be other files in one of its formats.
  private static let partFormat = 1

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
  var part: Int?
  var sealed: SealedContent?
}

/// Everything that an image's sealed disks follow from.
struct SealedContent: Encodable {
  var leaf: LayerKey
  var disks: [Hardware.Disk]
  var compression: Appliance.Compression
  var compat: Appliance.Qcow2Compat
  var seal: Appliance.Sealing
}

extension PlannedImage {
  /// Names its sealed disks.
  public var sealKey: LayerKey {
    LayerKey(
      SealedContent(
        leaf: leaf, disks: appliance.hardware.disks, compression: appliance.compression,
        compat: appliance.qcow2Compat, seal: appliance.seal))
  }

  /// Names its files of a format.
  public func partKey(of format: ImageFormat) -> LayerKey { LayerKey(appliance, leaf: leaf, as: format) }

  /// Those that are made from its sealed disks.
  public var furtherFormats: [ImageFormat] { appliance.formats.filter { $0 != .qcow2 } }

  /// Whether its sealed disks are handed out themselves.
  public var hasQcow2: Bool { appliance.formats.contains(.qcow2) }
}
