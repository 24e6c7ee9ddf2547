import Images
public import Recipes

/// What an appliance's layer was made of when it was last built.
public struct LayerRecord: Hashable, Sendable, Codable {
  public var name: LayerName
  public var key: LayerKey
  public var inputs: [Input]

  public init(name: LayerName, key: LayerKey, inputs: [Input]) {
    self.name = name
    self.key = key
    self.inputs = inputs
  }
}

extension PlannedLayer {
  /// What there is to remember of it.
  public var record: LayerRecord { LayerRecord(name: name, key: key, inputs: inputs) }
}

extension Plan {
  /// Which layers must be built, and why; the others are reused.
  ///
  /// - Parameters:
  ///   - present: the keys of the layers that the store has.
  ///   - previous: what an appliance was made of last time; asked only for appliances that miss a layer.
  public func reasons(
    present: Set<LayerKey>, previous: (_ appliance: String) -> [LayerRecord]
  ) -> [LayerKey: Reason] {
    var reasons: [LayerKey: Reason] = [:]
    for image in images {
      // What is there of a missing base's children is a difference to blocks that nobody has any more.
      let missing = image.layers.drop(while: present.contains).filter { reasons[$0] == nil }
      guard !missing.isEmpty else { continue }
      let records = Dictionary(
        previous(image.appliance.name).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      for layer in missing.compactMap(layer) {
        reasons[layer.key] = reason(for: layer, isThere: present.contains(layer.key), records: records)
      }
    }
    return reasons
  }

  private func reason(
    for layer: PlannedLayer, isThere: Bool, records: [LayerName: LayerRecord]
  ) -> Reason {
    if isThere, let parent = layer.parent.flatMap(self.layer) { return .parentRebuilt(parent.name) }
    let record = records[layer.name]
    if let refresh = layer.refresh, record?.inputs.contains(refresh.input) != true {
      return .stale(refresh.reason)
    }
    guard let record else { return .neverBuilt }
    if record.key == layer.key { return .gone }
    let changes = Difference.between(record.inputs, and: layer.inputs)
    let parent = layer.parent.flatMap(self.layer)
    let rebuilt = parent.flatMap { records[$0.name]?.key == $0.key ? nil : $0.name }
    if changes.isEmpty, let rebuilt { return .parentRebuilt(rebuilt) }
    return .changed(changes, parent: rebuilt)
  }
}
