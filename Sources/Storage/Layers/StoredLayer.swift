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

/// What the files of a layer are called.
extension StoredLayer {
  static let file = "layer.json"

  /// What layers' disks are in: overlays want it.
  static let format = ImageFormat.qcow2

  /// The file of the disk that the system is on.
  public static let systemDisk = "disk\(format.fileEnding)"

  /// The file of another disk, by the disk's name.
  public static func furtherDisk(_ name: String) -> String { "disk-\(name)\(format.fileEnding)" }
}

extension Hardware {
  /// The disk that the system is installed on; recipes without one are refused when they are loaded.
  public var systemDisk: Disk {
    disks.first { $0.role == .system } ?? disks[0]
  }

  /// What a disk's file is called in a layer's folder.
  public func layerFile(of disk: Disk) -> String {
    disk == systemDisk ? StoredLayer.systemDisk : StoredLayer.furtherDisk(disk.name)
  }
}

/// What is installed in a layer, with all that it stands on: `packages.json` beside its disk.
public struct StoredPackages: Codable, Hashable, Sendable {
  /// `deb` or `rpm`; another name for a package manager whose archives Kiln cannot read.
  public var format: String
  public var packages: [InstalledPackage]

  static let file = "packages.json"

  public init(format: String, packages: [InstalledPackage]) {
    self.format = format
    self.packages = packages
  }

  /// Puts them with a layer that is being built.
  public func write(to folder: WorkFolder) throws {
    try FileSystem.write(try prettyJSON(self), to: "\(folder.path)/\(Self.file)")
  }
}
