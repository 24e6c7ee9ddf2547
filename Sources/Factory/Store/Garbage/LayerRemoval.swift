import Planning

/// Removes layers one by one, each only if nothing has come to need it since it was looked at.
struct LayerRemoval {
  private let store: Store
  /// Layers that have been looked at, and what they are based on.
  private var known: Set<LayerKey>
  private var parents: [LayerKey: LayerKey]

  init(store: Store, known layers: [GarbagePlan.Layer]) {
    self.store = store
    known = Set(layers.map(\.key))
    parents = Dictionary(
      layers.compactMap { layer in layer.parent.map { (layer.key, $0) } }, uniquingKeysWith: { $1 })
  }

  /// Moves the layer out of `layers/` as a whole, then removes it there: a crash leaves stale work, never half a layer.
  ///
  /// - Returns: false when it is in use, was used since, or is what another layer is based on.
  mutating func remove(_ layer: GarbagePlan.Layer) throws -> Bool {
    let work = "\(store.work)/\(layer.key.hex)"
    guard let building = try Lock.attempt("\(work).lock") else { return false }
    defer { withExtendedLifetime(building) {} }
    // Whoever builds on it holds a shared lock until its own work is there for all to see: so look after locking.
    let freeing = try LayerLock.attempt(store.record(of: layer.key), .exclusive)
    if case .busy = freeing { return false }
    defer { withExtendedLifetime(freeing) {} }
    guard store.lastUse(of: layer.key) == layer.lastUse, !isNeeded(layer.key) else { return false }
    try FileSystem.remove(work)
    try FileSystem.move("\(store.layers)/\(layer.key.hex)", to: work)
    try FileSystem.remove(work)
    return true
  }

  private mutating func isNeeded(_ key: LayerKey) -> Bool {
    let present = store.presentLayers()
    for new in present.subtracting(known) {
      known.insert(new)
      parents[new] = try? store.layer(new).parent
    }
    return present.contains { parents[$0] == key } || store.keptFailures().contains { $0.parent == key }
  }
}
