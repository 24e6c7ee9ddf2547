import Guest
import Storage

extension StoredPackages {
  /// What a guest has installed.
  public init(_ found: GuestPackages) {
    self.init(format: found.format, packages: found.packages)
  }
}
