public import Recipes

extension Plan {
  /// The layers that are older than a limit, and would get newer packages if they were made anew; by base key.
  ///
  /// What derives from one of them follows it, and is not named.
  ///
  /// - Parameters:
  ///   - limit: in seconds.
  ///   - stamp: when this is decided; RFC 3339, UTC.
  ///   - age: of a layer, in seconds; nil where the store does not have it.
  public func refreshes(
    olderThan limit: Double, stamp: String, age: (LayerKey) -> Double?
  ) -> [LayerKey: Refresh] {
    var refreshes: [LayerKey: Refresh] = [:]
    for image in images {
      let old = image.layers.compactMap(layer).first { layer in
        layer.takesPackages(of: image.appliance) && (age(layer.key) ?? 0) > limit
      }
      guard let old, let seconds = age(old.key) else { continue }
      refreshes[old.base] = Refresh(stamp: stamp, reason: .old(seconds: seconds))
    }
    return refreshes
  }
}

extension PlannedLayer {
  /// Whether making it anew may give it other packages: an image that is taken over stays what it is, and so does a copy
  /// of files.
  public func takesPackages(of appliance: Appliance) -> Bool {
    switch work {
    case .install:
      if case .image = appliance.installer.media { false } else { true }
    case .provision(let steps, _):
      steps.contains { if case .file = $0 { false } else { true } }
    }
  }
}
