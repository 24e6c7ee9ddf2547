internal import CGuestFS

/// A package as the package manager's own database has it.
public struct GuestPackage: Hashable, Sendable {
  public var name: String
  /// As the distribution writes versions: `[EPOCH:]VERSION[-RELEASE]`.
  public var version: String
  /// As the package manager calls it, such as `amd64`, `x86_64`, `all`, `noarch`; empty where it says none.
  public var architecture: String

  public init(name: String, version: String, architecture: String) {
    self.name = name
    self.version = version
    self.architecture = architecture
  }
}

extension GuestPackage {
  init(_ application: guestfs_application2) {
    let epoch = application.app2_epoch == 0 ? "" : "\(application.app2_epoch):"
    let release = String(cString: application.app2_release)
    self.init(
      name: String(cString: application.app2_name),
      version: epoch + String(cString: application.app2_version) + (release.isEmpty ? "" : "-" + release),
      architecture: String(cString: application.app2_arch))
  }
}

/// Everything that a system's package manager counts as installed.
public struct GuestPackages: Hashable, Sendable {
  /// `deb` or `rpm`; another name, or `unknown`, for any other package manager.
  public var format: String
  public var packages: [GuestPackage]
}

extension GuestSession {
  /// Reads the package manager's database, without running anything of the system.
  public func packages() throws -> GuestPackages {
    guard let root else { throw GuestError.operatingSystems(found: []) }
    return GuestPackages(
      format: try handle.packageFormat(root: root), packages: try handle.packages(root: root))
  }
}
