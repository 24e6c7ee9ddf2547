import Images

extension Plan {
  /// The layers whose packages are older than a limit.
  ///
  /// What derives from one of them follows it, and is not named.
  ///
  /// - Parameters:
  ///   - limit: in seconds.
  ///   - stamp: when this is decided; RFC 3339, UTC.
  ///   - age: of a layer, in seconds; nil where the store does not have it.
  public func refreshes(
    olderThan limit: Double, stamp: String, age: (LayerKey) -> Double?
  ) -> [LayerPlace: Refresh] {
    var refreshes: [LayerPlace: Refresh] = [:]
    for image in images {
      for layer in image.layers.compactMap(layer) {
        guard let place = layer.place, let seconds = packageAge(of: layer, age), seconds > limit else {
          continue
        }
        refreshes[place] = Refresh(stamp: stamp, reason: .old(seconds: seconds))
        break
      }
    }
    return refreshes
  }

  /// How long ago a layer's packages came from an archive; nil for one that is not there, or brings none.
  private func packageAge(of layer: PlannedLayer, _ age: (LayerKey) -> Double?) -> Double? {
    guard let parent = layer.parent, let own = age(layer.key) else { return nil }
    if layer.refresh != nil { return own }
    // The first layer on an installed disk has that one's packages.
    if self.layer(parent)?.parent == nil { return max(own, age(parent) ?? own) }
    return layer.steps.contains { $0.action.needsNetwork } ? own : nil
  }
}
