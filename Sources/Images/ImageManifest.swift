/// All that belongs to one build of an image. Never changed once it is written.
public struct ImageManifest: Hashable, Sendable, Codable {
  /// Raised whenever a manifest means something else than before. 2: with the resolved recipe among its files.
  public static let currentFormat = 2

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
      && artifacts.count { $0.kind == .descriptor } == 1 && artifacts.count { $0.kind == .recipe } <= 1
  }

  /// Those of its files that are handed out.
  public var delivered: [Artifact] { artifacts.filter { $0.kind != .recipe } }

  /// What it was made from; nil for a build of a version of Kiln that did not keep that.
  public var recipe: Artifact? { artifacts.first { $0.kind == .recipe } }

  /// Of all its files together.
  public var bytes: UInt64 { artifacts.reduce(0) { $0 + $1.size } }
}
