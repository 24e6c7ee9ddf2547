/// How a build went, image by image.
public struct BuildReport: Sendable, Codable {
  public var images: [Image] = []

  /// Whether all that was asked for is there.
  public var isComplete: Bool { images.allSatisfy { $0.outcome != .failed } }

  /// One image.
  public struct Image: Sendable, Codable {
    public var name: String
    public var version: String
    public var outcome: Outcome
    /// The image file; nil when there is none.
    public var path: String?
    public var seconds: Double
    /// Why it failed; nil when it did not.
    public var error: String?
  }

  /// What became of an image.
  public enum Outcome: String, Sendable, Codable {
    case built, reused, failed
  }
}
