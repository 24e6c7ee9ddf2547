import Files
import Images
import Planning

/// Removes layers one by one, each only if nothing has come to need it since it was looked at.
struct LayerRemoval {
  private let layers: LayerStore
  /// Layers that have been looked at, and what they are based on.
  private var known: Set<LayerKey>
  private var parents: [LayerKey: LayerKey]

  init(_ layers: LayerStore, known: [LayerRetention.Layer]) {
    self.layers = layers
    self.known = Set(known.map(\.key))
    parents = Dictionary(
      known.compactMap { layer in layer.parent.map { (layer.key, $0) } }, uniquingKeysWith: { $1 })
  }

  /// - Returns: false when it is in use, was used since, or is what another layer is based on.
  mutating func remove(_ layer: LayerRetention.Layer) throws -> Bool {
    try layers.remove(layer.key) { layers.lastUse(of: layer.key) == layer.lastUse && !isNeeded(layer.key) }
  }

  private mutating func isNeeded(_ key: LayerKey) -> Bool {
    let present = layers.present()
    for new in present.subtracting(known) {
      known.insert(new)
      parents[new] = try? layers.read(new).parent
    }
    return present.contains { parents[$0] == key } || layers.keptFailures().contains { $0.parent == key }
  }
}

extension LayerStore {
  /// Moves a layer out of `layers/` as a whole, then removes it there: a crash leaves stale work, never half a layer.
  ///
  /// - Parameter isFree: asked once nobody can begin to use it any more.
  /// - Returns: false when it is in use, or not free.
  func remove(_ key: LayerKey, if isFree: () -> Bool) throws -> Bool {
    let path = "\(work)/\(key.hex)"
    guard let building = try Lock.attempt("\(path).lock") else { return false }
    defer { withExtendedLifetime(building) {} }
    // Whoever builds on it holds a shared lock until its own work is there for all to see: so look after locking.
    let freeing = try FileLock.attempt(recordFile(of: key), .exclusive)
    if case .busy = freeing { return false }
    defer { withExtendedLifetime(freeing) {} }
    guard isFree() else { return false }
    try FileSystem.remove(path)
    try FileSystem.move(folder(of: key), to: path)
    try FileSystem.remove(path)
    return true
  }

  /// Removes what stands on a layer that is about to be made anew.
  ///
  /// An overlay holds differences to its base's blocks, and the next base has others in their place.
  /// - Throws: where a process uses one of them still.
  func removeLayers(basedOn key: LayerKey) throws {
    let children = present().filter { (try? read($0))?.parent == key }
    for child in children {
      try removeLayers(basedOn: child)
      guard try remove(child, if: { true }) else {
        throw StoreDamage(
          fault: "cannot remove \(folder(of: child)), whose base is gone",
          advice: "it is in use: wait for its end and build again")
      }
    }
    for failure in keptFailures() where failure.parent == key { try forget(failure) }
  }
}
