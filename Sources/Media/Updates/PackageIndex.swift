import Families

/// The newest version of each package that archives have, as far as anybody asked for it.
public struct PackageIndex: Hashable, Sendable {
  public let format: PackageFormat
  /// The system's own, as its package manager calls it.
  public let architecture: String
  private var newest: [String: String] = [:]
  private var newestFixes: [String: String] = [:]

  public init(format: PackageFormat, architecture: String) {
    self.format = format
    self.architecture = architecture
  }

  /// Takes in what an archive has.
  public mutating func add(_ package: InstalledPackage) {
    raise(&newest, package)
  }

  /// Takes in that a version closes a hole; whether it can be had is another question.
  public mutating func addFix(_ package: InstalledPackage) {
    raise(&newestFixes, package)
  }

  /// What of these packages is newer in the archives, sorted by name.
  ///
  /// Of a package that is there in several versions, as kernels are, the newest counts.
  public func updates(for installed: [InstalledPackage]) -> [PackageUpdate] {
    var latest: [String: InstalledPackage] = [:]
    for package in installed {
      let key = key(package)
      guard let other = latest[key], !format.isOlder(other.version, than: package.version) else {
        latest[key] = package
        continue
      }
    }
    return latest.compactMap { key, package in update(of: package, key: key) }
      .sorted { ($0.name, $0.architecture) < ($1.name, $1.architecture) }
  }

  private func update(of package: InstalledPackage, key: String) -> PackageUpdate? {
    guard let available = newest[key], format.isOlder(package.version, than: available) else { return nil }
    let isFixed = newestFixes[key].map { format.isOlder(package.version, than: $0) } ?? false
    return PackageUpdate(
      name: package.name, architecture: package.architecture, installed: package.version,
      available: available, isSecurity: isFixed)
  }

  private func raise(_ versions: inout [String: String], _ package: InstalledPackage) {
    let key = key(package)
    guard let known = versions[key], !format.isOlder(known, than: package.version) else {
      versions[key] = package.version
      return
    }
  }

  /// A package may become independent of the architecture and back; one of a foreign architecture is another package, and
  /// so is one of a module (`.module` in the release), which never takes an ordinary one's place.
  private func key(_ package: InstalledPackage) -> String {
    let isOwn = [architecture, "all", "noarch", ""].contains(package.architecture)
    let isModular = format == .rpm && package.version.contains(".module")
    return package.name + (isOwn ? "" : ":\(package.architecture)") + (isModular ? "@module" : "")
  }
}
