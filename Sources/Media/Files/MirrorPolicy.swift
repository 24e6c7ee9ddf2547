/// What may stand in for the state of an archive that names files which its mirrors do not have.
public struct MirrorPolicy: Hashable, Sendable, Codable {
  /// Nothing may: a mirror that is between two states is an error.
  public var isStrict: Bool
  /// How old a verified state may be that stands in. In seconds.
  public var maximumAge: Duration

  /// Debian makes a point release every two months or so.
  public static let usualMaximumAge = Duration.seconds(120 * 86400)

  public init(isStrict: Bool = false, maximumAge: Duration = usualMaximumAge) {
    self.isStrict = isStrict
    self.maximumAge = maximumAge
  }
}
