import Foundation
import Images
import Planning

/// Which layers may go, and why the others stay: a pure function of what is known of them.
public struct GarbagePlan: Sendable {
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
  public struct Needs: Sendable {
    /// The layers of each appliance's last build.
    public var images: [String: [LayerKey]]
    /// The layer that a kept failed build is an overlay of, by its name.
    public var failures: [String: LayerKey]
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
  public internal(set) var entries: [Entry]

  public init(_ layers: [Layer], needs: Needs, limits: Limits, now: Date) {
    var sorting = GarbageSorting(layers)
    sorting.keep(needs)
    sorting.keepUsed(since: now - limits.age.inSeconds)
    sorting.keepAncestors()
    entries = sorting.entries(limit: limits.size)
  }
}

extension GarbagePlan {
  /// Whether a layer goes, and why.
  public enum Verdict: Sendable, Hashable, CustomStringConvertible {
    case neededByImage(String)
    case neededByFailure(String)
    case neededByLayer(LayerKey)
    case inUse
    case recent
    /// Nothing needs it, but what is there takes no more than it may.
    case withinSize
    case freed
    /// It was to go, but something has come to need it since.
    case usedSince

    public var isFreed: Bool { self == .freed }

    public var description: String {
      switch self {
      case .neededByImage(let name): "the last build of \(name)"
      case .neededByFailure(let name): "the kept failed build of \(name)"
      case .neededByLayer(let key): "layer \(key.short) is based on it"
      case .inUse: "in use now"
      case .recent: "used recently"
      case .withinSize: "there is room"
      case .freed: "nothing needs it"
      case .usedSince: "used meanwhile"
      }
    }
  }
}
