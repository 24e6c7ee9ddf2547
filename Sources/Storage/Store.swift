import Files
import Foundation
import Images
import Media
import Planning

/// The folder that holds media and layers: plain files, made visible by atomic renames.
///
/// - `media/`: what was downloaded, by digest
/// - `layers/KEY/`: `disk.qcow2`, a `disk-NAME.qcow2` for each further disk, `layer.json`, what packages it has in
///   `packages.json`, and the digests of all these in `digests.json`; whole or not there
/// - `work/KEY/`: a layer being built, under `work/KEY.lock`
/// - `failed/RECIPE/`: a failed build that was kept
/// - `images/`: what was built, see ``ImageRepository``
/// - `format`: which version of this layout it is, see ``StoreFormat``
/// - `history/NAME.json`: what each appliance was made of last time
/// - `refreshes/`: which layers were made anew for their packages' sake
/// - `known/`: which files have been read and are unchanged since
/// - `damaged/`: what was found to be other than it was made
/// - `logs/NAME/`: the logs of each appliance's last build, and the evidence of a failed one
public struct Store: Sendable {
  public let root: String
  /// Shared by all copies.
  let uses = LayerUses()
  /// Hear of what is found damaged.
  public let reports = DamageReports()
  /// A group of this host whose members share the store.
  public let sharedGroup: String?

  /// - Parameter sharedGroup: the name of a group whose members may write it, too.
  public init(root: String, sharedGroup: String? = nil) {
    self.root = root
    self.sharedGroup = sharedGroup
  }

  /// `$KILN_STORE`, else `$XDG_DATA_HOME/kiln`, else `~/.local/share/kiln`.
  public static func standardRoot(environment: [String: String]) -> String {
    if let store = environment["KILN_STORE"], !store.isEmpty { return store }
    if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return "\(data)/kiln" }
    return "\(environment["HOME"] ?? "/root")/.local/share/kiln"
  }

  public var media: String { "\(root)/media" }
  /// The files that were downloaded, and what was made of them for installers.
  public var mediaCache: MediaCache { MediaCache(folder: media, reports: reports) }
  public var layers: String { "\(root)/layers" }
  public var work: String { "\(root)/work" }
  public var history: String { "\(root)/history" }
  var refreshFolder: String { "\(root)/refreshes" }
  public var logs: String { "\(root)/logs" }

  /// Makes the store's own folder, which must not be one that others can write.
  ///
  /// - Returns: the group that shares it.
  @discardableResult
  public func makeRoot() throws -> UInt32? {
    let group = try sharedGroup.map(FolderAccess.group(named:))
    try FolderAccess.make(root, sharedWith: group)
    return group
  }

  /// Makes the folders that are missing, and closes the store to others: layers hold what systems keep secret, and who can
  /// open a lock's file can hold it.
  public func prepare() throws {
    let group = try makeRoot()
    for folder in [
      root, media, layers, work, history, refreshFolder, logs, failed, ImageRepository(self).folder,
    ]
    where FileSystem.isTaken(folder) {
      try FolderAccess.check(folder, sharedWith: group)
      if group == nil { FolderAccess.close(folder) }
    }
    for folder in [media, layers, work, history, refreshFolder, logs] { try FileSystem.makeFolder(folder) }
    try StoreFormat(self).bringToCurrent()
    for folder in [root, history, refreshFolder, logs, "\(root)/known"] + ImageRepository(self).folders {
      FileSystem.removeDrafts(in: folder)
    }
  }

  /// The keys of all layers that are there.
  public func presentLayers() -> Set<LayerKey> {
    Set(FileSystem.entries(of: layers).map(LayerKey.init(hex:)).filter(\.isComplete))
  }

  /// The file of the disk that the system is on.
  public static let systemDisk = "disk\(layerFormat.fileEnding)"

  /// The file of another disk, by the disk's name.
  public static func furtherDisk(_ name: String) -> String {
    "disk-\(name)\(layerFormat.fileEnding)"
  }

  /// What layers' disks are in: overlays want it.
  static let layerFormat = ImageFormat.qcow2

  /// Where a layer's system disk is, built or not.
  public func disk(of key: LayerKey) -> String { disk(Self.systemDisk, of: key) }

  /// Where a disk of a layer is, by its file's name.
  public func disk(_ file: String, of key: LayerKey) -> String { "\(layers)/\(key.hex)/\(file)" }

  /// A layer's disk as a path that an overlay in `work/` or `layers/` can name and the store can move with.
  public func relativeDisk(_ file: String, of key: LayerKey) -> String { "../../layers/\(key.hex)/\(file)" }

  /// Where an appliance's logs go.
  public func logFolder(of appliance: String) -> String { "\(logs)/\(appliance)" }
}
