import Guest
import Media
import Storage

extension StoredPackages {
  /// What a guest has installed.
  public init(_ found: GuestPackages) {
    self.init(
      format: found.format,
      packages: found.packages.map {
        InstalledPackage(name: $0.name, version: $0.version, architecture: $0.architecture)
      })
  }
}
