import Families
import Files
import Foundation
import Images
import JSON
import Media
import Planning
import Recipes

/// What the store knows of a layer: `layer.json` beside its disk.
public struct StoredLayer: Codable, Sendable {
  public var record: LayerRecord
  public var parent: LayerKey?
  public var facts: LayerFacts

  public init(record: LayerRecord, parent: LayerKey? = nil, facts: LayerFacts) {
    self.record = record
    self.parent = parent
    self.facts = facts
  }
}

extension Store {
  /// What is known of a layer that is there.
  ///
  /// - Throws: `StoreDamage` when it is not what it was when the layer was published.
  public func layer(_ key: LayerKey) throws(StoreDamage) -> StoredLayer {
    try LayerCheck(store: withoutUses).record(of: key)
  }

  /// What an appliance was made of last time; empty when it was never built.
  ///
  /// Where that is damaged, the newest layers of its name count: no more is lost than the record.
  public func previousLayers(of appliance: String) -> [LayerRecord] {
    let path = historyFile(of: appliance)
    guard FileSystem.isTaken(path) else { return [] }
    if let records = document([LayerRecord].self, at: path) { return records }
    let records = newestLayers(of: appliance)
    try? remember(records, of: appliance)
    return records
  }

  /// Remembers what an appliance is made of now.
  public func remember(_ records: [LayerRecord], of appliance: String) throws {
    let path = historyFile(of: appliance)
    guard records != document([LayerRecord].self, at: path) else { return }
    try FileSystem.write(try prettyJSON(records), to: path)
  }

  private func historyFile(of appliance: String) -> String { "\(history)/\(appliance).json" }

  /// The chain of the layer that was made last of a recipe, root first.
  private func newestLayers(of recipe: String) -> [LayerRecord] {
    let layers = Dictionary(
      presentLayers().compactMap { key in (try? layer(key)).map { (key, $0) } }, uniquingKeysWith: { $1 })
    var next = layers.values.filter { $0.record.name.recipe == recipe }.max {
      $0.facts.built < $1.facts.built
    }
    var chain: [LayerRecord] = []
    while let layer = next, chain.count < layers.count {
      chain.append(layer.record)
      next = layer.parent.flatMap { layers[$0] }
    }
    return chain.reversed()
  }
}

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

extension Hardware {
  /// The disk that the system is installed on; recipes without one are refused when they are loaded.
  public var systemDisk: Disk {
    disks.first { $0.role == .system } ?? disks[0]
  }

  /// What a disk's file is called in a layer's folder.
  public func layerFile(of disk: Disk) -> String {
    disk == systemDisk ? Store.systemDisk : Store.furtherDisk(disk.name)
  }
}
