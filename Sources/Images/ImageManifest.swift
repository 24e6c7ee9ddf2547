/// All that belongs to one build of an image. Never changed once it is written.
public struct ImageManifest: Hashable, Sendable, Codable {
  /// Raised whenever a manifest means something else than before.
  public static let currentFormat = 1

  public var format = Self.currentFormat
  public var id: BuildID
  /// Of the image: equal keys mean that nothing that Kiln knows of differs.
  public var key: LayerKey
  /// Root first.
  public var layers: [LayerKey]
  /// Its files.
  public var artifacts: [Artifact]
  public var descriptor: Descriptor

  public init(
    id: BuildID, key: LayerKey, layers: [LayerKey], artifacts: [Artifact], descriptor: Descriptor
  ) {
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
      && artifacts.count { $0.kind == .descriptor } == 1
  }

  /// Of all its files together.
  public var bytes: UInt64 { artifacts.reduce(0) { $0 + $1.size } }
}
