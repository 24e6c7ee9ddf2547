import Foundation
import Guest
import Media
import Planning

/// What is installed in a layer, with all that it stands on: `packages.json` beside its disk.
struct StoredPackages: Codable, Hashable, Sendable {
  /// `deb` or `rpm`; another name for a package manager whose archives Kiln cannot read.
  var format: String
  var packages: [InstalledPackage]
}

extension StoredPackages {
  init(_ found: GuestPackages) {
    format = found.format
    packages = found.packages.map {
      InstalledPackage(name: $0.name, version: $0.version, architecture: $0.architecture)
    }
  }

  private static let file = "packages.json"

  /// Puts them with a layer that is being built.
  func write(to folder: WorkFolder) throws {
    try FileSystem.write(try JSON.encode(self), to: "\(folder.path)/\(Self.file)")
  }

  /// Those of a layer; nil for one that was published without them.
  /// - Throws: `StoreDamage` when they are not what they were then.
  static func read(of key: LayerKey, in store: Store) throws(StoreDamage) -> StoredPackages? {
    try LayerCheck(store: store.withoutUses).document(Self.self, file, of: key)
  }
}
