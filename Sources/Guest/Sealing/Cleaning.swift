/// What cleaning an image came to.
public struct Cleaning: Hashable, Sendable {
  /// What was found and reset, in words, without repetition.
  public var reset: [String] = []
  /// What recipes placed, and cleaning would else have taken.
  public var kept: [String] = []
  /// What every machine made of the image would have alike, and cleaning cannot make anew.
  public var warnings: [String] = []
}
