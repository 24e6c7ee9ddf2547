import Files
import Foundation
import Images
import JSON
import Media
import Planning

/// What is installed in a layer, with all that it stands on: `packages.json` beside its disk.
public struct StoredPackages: Codable, Hashable, Sendable {
  /// `deb` or `rpm`; another name for a package manager whose archives Kiln cannot read.
  public var format: String
  public var packages: [InstalledPackage]

  public init(format: String, packages: [InstalledPackage]) {
    self.format = format
    self.packages = packages
  }
}

extension StoredPackages {
  private static let file = "packages.json"

  /// Puts them with a layer that is being built.
  public func write(to folder: WorkFolder) throws {
    try FileSystem.write(try prettyJSON(self), to: "\(folder.path)/\(Self.file)")
  }

  /// Those of a layer; nil for one that was published without them.
  /// - Throws: `StoreDamage` when they are not what they were then.
  public static func read(of key: LayerKey, in store: Store) throws(StoreDamage) -> StoredPackages? {
    try LayerCheck(store: store.withoutUses).document(Self.self, file, of: key)
  }
}
