public import Recipes

/// One of two images that are compared: what is in it, and what is recorded of how it came to be.
public struct DiffSide: Hashable, Sendable {
  /// One layer, as far as it is recorded.
  public struct Layer: Hashable, Sendable {
    public var recipe: String
    public var work: Provenance.Layer.Work
    public var key: LayerKey
    /// What determined it; nil where the store no longer has it.
    public var inputs: [Input]?

    public init(recipe: String, work: Provenance.Layer.Work, key: LayerKey, inputs: [Input]?) {
      self.recipe = recipe
      self.work = work
      self.key = key
      self.inputs = inputs
    }
  }

  public var title: String
  public var contents: ImageContents
  /// Root first; empty where nothing is recorded, as of an image that was made elsewhere.
  public var layers: [Layer]
  /// How its tests went; nil where nothing is recorded.
  public var tests: TestReport?
  /// What is known to be vulnerable in it; nil where it was held against no data.
  public var vulnerabilities: [Vulnerability]?

  public init(
    title: String, contents: ImageContents, layers: [Layer] = [], tests: TestReport? = nil,
    vulnerabilities: [Vulnerability]? = nil
  ) {
    self.title = title
    self.contents = contents
    self.layers = layers
    self.tests = tests
    self.vulnerabilities = vulnerabilities
  }
}
