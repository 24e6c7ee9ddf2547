import Foundation
import Images
import Planning

/// Sorts layers into those that stay and those that go, one rule after another; the first that applies is the reason.
struct GarbageSorting {
  private let layers: [LayerKey: GarbagePlan.Layer]
  private var kept: [LayerKey: GarbagePlan.Verdict] = [:]

  init(_ layers: [GarbagePlan.Layer]) {
    self.layers = Dictionary(layers.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func keep(_ needs: GarbagePlan.Needs) {
    for (name, keys) in needs.images.sorted(by: { $0.key < $1.key }) {
      for key in keys { keep(key, .neededByImage(name)) }
    }
    for (name, key) in needs.failures.sorted(by: { $0.key < $1.key }) { keep(key, .neededByFailure(name)) }
  }

  mutating func keepUsed(since date: Date) {
    for layer in layers.values {
      if layer.isInUse { keep(layer.key, .inUse) } else if layer.lastUse >= date { keep(layer.key, .recent) }
    }
  }

  /// A layer is of no use without those that it is based on.
  mutating func keepAncestors() {
    for key in kept.keys.sorted(by: { $0.hex < $1.hex }) {
      var child = key
      while let parent = layers[child]?.parent, kept[parent] == nil {
        keep(parent, .neededByLayer(child))
        child = parent
      }
    }
  }

  private mutating func keep(_ key: LayerKey, _ verdict: GarbagePlan.Verdict) {
    if kept[key] == nil { kept[key] = verdict }
  }

  func entries(limit: UInt64?) -> [GarbagePlan.Entry] {
    var bytes = layers.values.reduce(0) { $0 + $1.bytes }
    var stay = layers.values.compactMap { layer in
      kept[layer.key].map { GarbagePlan.Entry(layer: layer, verdict: $0) }
    }
    var go: [GarbagePlan.Entry] = []
    for layer in unneeded() {
      if let limit, bytes <= limit {
        stay.append(GarbagePlan.Entry(layer: layer, verdict: .withinSize))
      } else {
        go.append(GarbagePlan.Entry(layer: layer, verdict: .freed))
        bytes -= layer.bytes
      }
    }
    return stay.sorted { ($0.layer.label, $0.layer.key.hex) < ($1.layer.label, $1.layer.key.hex) } + go
  }

  /// Whatever is based on one of these is among them: else that would be kept, and so this.
  private func unneeded() -> [GarbagePlan.Layer] {
    let rest = layers.values.filter { kept[$0.key] == nil }
    // A layer counts as used when one that is based on it was.
    var lastUse: [LayerKey: Date] = [:]
    var depth: [LayerKey: Int] = [:]
    for layer in rest {
      let line = ancestors(of: layer)
      depth[layer.key] = line.count
      for key in [layer.key] + line { lastUse[key] = max(lastUse[key] ?? layer.lastUse, layer.lastUse) }
    }
    return rest.sorted { a, b in
      let (usedA, usedB) = (lastUse[a.key] ?? a.lastUse, lastUse[b.key] ?? b.lastUse)
      let (depthA, depthB) = (depth[a.key] ?? 0, depth[b.key] ?? 0)
      return (usedA, depthB, a.key.hex) < (usedB, depthA, b.key.hex)
    }
  }

  /// From its parent up to the root; damaged records that name one another in a circle are each met once.
  private func ancestors(of layer: GarbagePlan.Layer) -> [LayerKey] {
    var line: [LayerKey] = []
    var next = layer.parent
    while let key = next, let parent = layers[key], key != layer.key, !line.contains(key) {
      line.append(key)
      next = parent.parent
    }
    return line
  }
}

extension GarbagePlan.Layer {
  /// Its name, or where that is not known its key.
  var label: String { name.map { "\($0)" } ?? key.short }
}
