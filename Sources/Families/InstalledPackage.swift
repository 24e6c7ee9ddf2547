/// A package in one version, as a system has it installed or an archive has it to give.
public struct InstalledPackage: Hashable, Sendable, Codable {
  public var name: String
  /// As the distribution writes versions: `[EPOCH:]VERSION[-RELEASE]`.
  public var version: String
  /// As its package manager calls it, such as `amd64`, `x86_64`, `all` or `noarch`; empty where it says none.
  public var architecture: String

  public init(name: String, version: String, architecture: String) {
    self.name = name
    self.version = version
    self.architecture = architecture
  }
}
