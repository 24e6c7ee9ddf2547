/// All that belongs to one build of an image. Never changed once it is written.
public struct ImageManifest: Hashable, Sendable, Codable {
  /// Raised whenever a manifest means something else than before. The second has the resolved recipe among its files, and further
  /// formats.
  public static let currentFormat = 2

  public var format: Int
  public var id: BuildID
  /// Of the image: equal keys mean that nothing that Kiln knows of differs.
  public var key: LayerKey
  /// Root first.
  public var layers: [LayerKey]
  /// Its files: sealed disks, then those of further formats, then the descriptor.
  public var artifacts: [Artifact]
  public var descriptor: Descriptor
  /// The sealed disks, where they are not handed out: what all else was made from. nil where the descriptor's are those.
  public var sealed: [Descriptor.Disk]?

  public init(
    id: BuildID, key: LayerKey, layers: [LayerKey], artifacts: [Artifact], descriptor: Descriptor,
    sealed: [Descriptor.Disk]? = nil
  ) {
    // What an earlier version of Kiln reads as well is written as it always was.
    let isPlain = descriptor.artifacts == nil && !artifacts.contains { $0.kind == .recipe }
    format = isPlain ? 1 : Self.currentFormat
    self.sealed = sealed
    self.id = id
    self.key = key
    self.layers = layers
    self.artifacts = artifacts
    self.descriptor = descriptor
  }

  /// Whether it says what a manifest must: what was read may say anything, and what it names become names of files.
  public var isSound: Bool {
    !layers.isEmpty && (layers + [key]).allSatisfy(\.isComplete) && artifacts.allSatisfy(\.isSound)
      && Set(artifacts.map(\.path)).count == artifacts.count
      && artifacts.count { $0.kind == .descriptor } == 1 && artifacts.count { $0.kind == .recipe } <= 1
  }

  /// What it was made from; nil for a build of a version of Kiln that did not keep that.
  public var recipe: Artifact? { artifacts.first { $0.kind == .recipe } }

  /// The sealed disks, as qcow2; in the machine's order.
  public var disks: [Descriptor.Disk] { sealed ?? descriptor.disks }

  /// What its descriptor says, of the sealed disks: for who opens them.
  public var sealedDescriptor: Descriptor {
    var descriptor = descriptor
    descriptor.disks = disks
    return descriptor
  }

  /// The files that are handed out.
  public var handedOut: [Artifact] {
    artifacts.filter { $0.kind != .recipe && (sealed == nil || $0.format != .qcow2) }
  }

  /// Of what is handed out, together.
  public var bytes: UInt64 { handedOut.reduce(0) { $0 + $1.size } }
}
