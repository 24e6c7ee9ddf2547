import Images
import Recipes
import Text

/// That a layer is made anew for its packages' sake, though nothing else that its key is made of has changed: before its
/// steps, all packages are upgraded.
///
/// Its stamp becomes part of the layer's key, so that the new layer stands beside the old one, which others may still be
/// built on, and all that derives from the new one gets keys of its own by the ordinary rule.
public struct Refresh: Hashable, Sendable, Codable {
  /// When it was decided; RFC 3339, UTC.
  public var stamp: String
  public var reason: Staleness
  /// The versions that were wanted, by package. Where one does not come, it is no reason to try again.
  public var sought: [String: String]

  public init(stamp: String, reason: Staleness, sought: [String: String] = [:]) {
    self.stamp = stamp
    self.reason = reason
    self.sought = sought
  }

  /// For the sake of all that either is for; the reason is that of the larger.
  public func joined(with other: Refresh) -> Refresh {
    var joined = sought.count < other.sought.count ? other : self
    joined.sought = sought.merging(other.sought) { $1 }
    return joined
  }

  /// What the key gets.
  var input: Input { Input("packages as of", stamp) }
}

/// Which layer a refresh is of: it stays when the layer's steps change, since no layer may fall back to older packages for
/// that, and ends with the parent that it stands on.
public struct LayerPlace: Hashable, Sendable {
  public var parent: LayerKey
  public var recipe: String

  public init(parent: LayerKey, recipe: String) {
    self.parent = parent
    self.recipe = recipe
  }
}

/// Why a layer is not fresh.
public enum Staleness: Hashable, Sendable, Codable, CustomStringConvertible {
  /// It was built this many seconds ago.
  case old(seconds: Double)
  /// So many of its packages have newer versions.
  case outdated(security: Int, other: Int)

  public var description: String {
    switch self {
    case .old(let seconds): "built \(age(seconds: seconds)) ago"
    case .outdated(let security, let other):
      [
        security == 0 ? nil : "\(security) security update\(security == 1 ? "" : "s")",
        other == 0 ? nil : "\(other) other update\(other == 1 ? "" : "s")",
      ].compactMap(\.self).joined(separator: " and ")
    }
  }
}

/// A length of time in the largest unit that there are two of: `9 days`, `30 minutes`.
public func age(seconds: Double) -> String {
  let units = [("day", 86_400.0), ("hour", 3600), ("minute", 60)]
  let (name, length) = units.first { seconds >= 2 * $0.1 } ?? ("minute", 60)
  let count = Int(max(0, seconds) / length)
  return "\(count) \(name)\(count == 1 ? "" : "s")"
}

/// When a layer that is there is made anew.
public enum RefreshPolicy: Hashable, Sendable {
  case never
  /// When it is older than this many seconds.
  case olderThan(seconds: Double)
  /// When an archive has a newer version of one of its packages.
  case updates

  /// Reads `never`, `updates`, or a length of time such as `7d`, `12h` or `30min`; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "never": self = .never
    case "updates": self = .updates
    default:
      guard let age = Duration(written: text), age > .zero else { return nil }
      self = .olderThan(seconds: age.inSeconds)
    }
  }
}
