import Foundation
import Images
import Planning

/// Which layers may go, and why the others stay: a pure function of what is known of them.
public struct LayerRetention: Sendable {
  /// What is known of a layer that is there.
  public struct Layer: Sendable, Hashable {
    public var key: LayerKey
    /// nil when its record cannot be read.
    public var name: LayerName?
    public var parent: LayerKey?
    /// Bytes that it takes on the disk.
    public var bytes: UInt64
    public var lastUse: Date
    /// Whether a build or a shell has it in use now.
    var isInUse: Bool
  }

  /// What else needs layers.
  struct Needs: Sendable {
    /// The layers of each appliance's last build.
    var images: [String: [LayerKey]]
    /// The layer that a kept failed build is an overlay of, by its name.
    var failures: [String: LayerKey]
    /// The layers of each release, such as `web@1.4.0`: recipes may derive from it.
    var releases: [String: [LayerKey]] = [:]
  }

  /// How much is to stay.
  public struct Limits: Sendable {
    /// What was used since then stays.
    public var age: Duration
    /// Bytes; layers are freed only until what is left takes no more. nil: all that nothing needs are freed.
    public var size: UInt64?

    public init(age: Duration = .seconds(14 * 86400), size: UInt64? = nil) {
      self.age = age
      self.size = size
    }
  }

  /// A layer, and what becomes of it.
  public struct Entry: Sendable, Hashable {
    public var layer: Layer
    public var verdict: Verdict
  }

  /// Those that stay first, then those that go, in the order in which they go: no layer before one that is based on it,
  /// the longest unused first.
  private(set) var entries: [Entry]

  init(_ layers: [Layer], needs: Needs, limits: Limits, now: Date) {
    var sorting = GarbageSorting(layers)
    sorting.keep(needs)
    sorting.keepUsed(since: now - limits.age.inSeconds)
    sorting.keepAncestors()
    entries = sorting.entries(limit: limits.size)
  }
}

extension LayerRetention {
  /// Whether a layer goes, and why.
  public enum Verdict: Sendable, Hashable, CustomStringConvertible {
    case neededByImage(String)
    case neededByFailure(String)
    case neededByRelease(String)
    case neededByLayer(LayerKey)
    case inUse
    case recent
    /// Nothing needs it, but what is there takes no more than it may.
    case withinSize
    case freed
    /// It was to go, but something has come to need it since.
    case usedSince
    /// It was to go, but some release cannot be read, and may need it.
    case releasesUnread

    public var isFreed: Bool { self == .freed }

    public var description: String {
      switch self {
      case .neededByImage(let name): "the last build of \(name)"
      case .neededByFailure(let name): "the kept failed build of \(name)"
      case .neededByRelease(let name): "release \(name)"
      case .neededByLayer(let key): "layer \(key.short) is based on it"
      case .inUse: "in use now"
      case .recent: "used recently"
      case .withinSize: "there is room"
      case .freed: "nothing needs it"
      case .usedSince: "used meanwhile"
      case .releasesUnread: "a release cannot be read, and may need it"
      }
    }
  }
}

/// Sorts layers into those that stay and those that go, one rule after another; the first that applies is the reason.
private struct GarbageSorting {
  private let layers: [LayerKey: LayerRetention.Layer]
  private var kept: [LayerKey: LayerRetention.Verdict] = [:]

  init(_ layers: [LayerRetention.Layer]) {
    self.layers = Dictionary(layers.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func keep(_ needs: LayerRetention.Needs) {
    for (name, keys) in needs.images.sorted(by: { $0.key < $1.key }) {
      for key in keys { keep(key, .neededByImage(name)) }
    }
    for (name, keys) in needs.releases.sorted(by: { $0.key < $1.key }) {
      for key in keys { keep(key, .neededByRelease(name)) }
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

  private mutating func keep(_ key: LayerKey, _ verdict: LayerRetention.Verdict) {
    if kept[key] == nil { kept[key] = verdict }
  }

  func entries(limit: UInt64?) -> [LayerRetention.Entry] {
    var bytes = layers.values.reduce(0) { $0 + $1.bytes }
    var stay = layers.values.compactMap { layer in
      kept[layer.key].map { LayerRetention.Entry(layer: layer, verdict: $0) }
    }
    var go: [LayerRetention.Entry] = []
    for layer in unneeded() {
      if let limit, bytes <= limit {
        stay.append(LayerRetention.Entry(layer: layer, verdict: .withinSize))
      } else {
        go.append(LayerRetention.Entry(layer: layer, verdict: .freed))
        bytes -= layer.bytes
      }
    }
    return stay.sorted { ($0.layer.label, $0.layer.key.hex) < ($1.layer.label, $1.layer.key.hex) } + go
  }

  /// Whatever is based on one of these is among them: else that would be kept, and so this.
  private func unneeded() -> [LayerRetention.Layer] {
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
  private func ancestors(of layer: LayerRetention.Layer) -> [LayerKey] {
    var line: [LayerKey] = []
    var next = layer.parent
    while let key = next, let parent = layers[key], key != layer.key, !line.contains(key) {
      line.append(key)
      next = parent.parent
    }
    return line
  }
}

extension LayerRetention.Layer {
  /// Its name, or where that is not known its key.
  var label: String { name.map { "\($0)" } ?? key.short }
}
