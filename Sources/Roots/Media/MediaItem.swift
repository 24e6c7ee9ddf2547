/// Something that a distribution is installed from, and whether this host has it.
public struct MediaItem: Sendable, Codable {
  /// The distribution.
  public var recipe: String
  public var name: String
  public var state: Presence
  /// Where it is; nil where it is not.
  public var path: String?
  public var bytes: UInt64?
  /// What its digest must be; nil when only a list says so that is not here, or for what is made on this host.
  public var sha256: String?
  /// Why it is not there, when there is more to say.
  public var reason: String?

  public init(
    recipe: String, name: String, state: Presence, path: String? = nil, bytes: UInt64? = nil,
    sha256: String? = nil, reason: String? = nil
  ) {
    self.recipe = recipe
    self.name = name
    self.state = state
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.reason = reason
  }

  /// Whether an install could begin without a download.
  public enum Presence: String, Sendable, Codable {
    case present, missing
  }
}
