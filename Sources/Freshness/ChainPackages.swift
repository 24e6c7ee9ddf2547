import Foundation
import Images
import Media
import Planning
import Storage

/// What the layers of one chain have installed: which layer brought what.
struct ChainPackages {
  /// The chain's keys, root first.
  let keys: [LayerKey]
  /// What the last of them has.
  let packages: StoredPackages
  /// For each key; nil where none was recorded, as for an installed disk.
  private let contents: [Set<InstalledPackage>?]

  /// - Parameters:
  ///   - keys: root first.
  ///   - read: what a layer has.
  /// - Returns: nil when nothing was recorded for the last layer.
  init?(_ keys: [LayerKey], read: (LayerKey) throws -> StoredPackages?) rethrows {
    guard let leaf = keys.last, let packages = try read(leaf) else { return nil }
    self.keys = keys
    self.packages = packages
    contents = try keys.map { try read($0).map { Set($0.packages) } }
  }

  /// The layer that must be made anew for an update: the first that has the outdated version. What came with the
  /// installed disk, the first layer on it upgrades; so does the last layer what cannot be told of.
  func origin(of update: PackageUpdate) -> LayerKey? {
    let package = InstalledPackage(
      name: update.name, version: update.installed, architecture: update.architecture)
    for (key, packages) in zip(keys, contents).dropFirst() {
      // Built before packages were recorded.
      guard let packages else { return keys.last }
      if packages.contains(package) { return key }
    }
    return keys.last
  }
}
