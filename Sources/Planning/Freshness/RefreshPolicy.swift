/// When a layer that is there is made anew.
public enum RefreshPolicy: Hashable, Sendable {
  case never
  /// When it is older than this many seconds.
  case olderThan(seconds: Double)
  /// When an archive has a newer version of one of its packages.
  case updates

  /// Reads `never`, `updates`, or a length of time such as `7d`, `12h` or `30m`; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "never": self = .never
    case "updates": self = .updates
    default:
      let units: [Character: Double] = ["d": 86_400, "h": 3600, "m": 60]
      guard let unit = text.last.flatMap({ units[$0] }), let count = UInt32(text.dropLast()), count > 0 else {
        return nil
      }
      self = .olderThan(seconds: Double(count) * unit)
    }
  }
}
