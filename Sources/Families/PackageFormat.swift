/// A family of package managers: how it writes and orders versions.
public enum PackageFormat: String, Hashable, Sendable, Codable {
  case deb, rpm

  /// - Parameters: versions as the distribution writes them, `[EPOCH:]VERSION[-RELEASE]`.
  public func isOlder(_ left: String, than right: String) -> Bool {
    switch self {
    case .deb: DebianVersion(left) < DebianVersion(right)
    case .rpm: RPMVersion(left) < RPMVersion(right)
    }
  }
}
