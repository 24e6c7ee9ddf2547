import Failures
import Images
import Media
import Planning

/// How fresh an image's packages are.
public struct ImageFreshness: Sendable {
  public let name: String
  public let version: String
  /// When its last layer was finished, RFC 3339; nil where there is none.
  public let built: String?
  public let verdict: Verdict
  /// The layers that must be made anew for its updates, root first; all that derives from one follows it.
  public let origins: [LayerName]

  /// What was found out.
  public enum Verdict: Sendable {
    case notBuilt
    /// It cannot be told, for this reason; with its cause where that is known.
    case unknown(String, cause: FailureCause? = nil)
    case known([Update])
  }

  /// A package that could be newer.
  public struct Update: Sendable {
    public let package: PackageUpdate
    /// The layer that must be made anew for it.
    public let layer: LayerName?
    let layerKey: LayerKey?
  }

  /// Those found; empty as well where nothing is known.
  public var updates: [Update] { if case .known(let updates) = verdict { updates } else { [] } }
}
