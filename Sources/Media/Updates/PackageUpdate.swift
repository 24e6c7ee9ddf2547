/// An installed package of which an archive has a newer version.
public struct PackageUpdate: Hashable, Sendable, Codable {
  public var name: String
  public var architecture: String
  public var installed: String
  /// The newest that the archives have.
  public var available: String
  /// Whether a version between the two, or the newest itself, closes a hole.
  public var isSecurity: Bool

  public init(
    name: String, architecture: String, installed: String, available: String, isSecurity: Bool
  ) {
    self.name = name
    self.architecture = architecture
    self.installed = installed
    self.available = available
    self.isSecurity = isSecurity
  }
}
