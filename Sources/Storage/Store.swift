import Files
import Foundation
import Images
import Media
import Planning

/// The folder that holds media, layers and images: plain files, made visible by atomic renames.
///
/// It opens the folder, and hands out who keeps what is in it.
///
/// - `media/`: what was downloaded, by digest
/// - `layers/KEY/`: whole or not there, see ``LayerStore``
/// - `work/KEY/`: a layer being built, under `work/KEY.lock`
/// - `failed/RECIPE/`: a failed build that was kept
/// - `images/`: what was built, see ``ImageRepository``
/// - `format`: which version of this layout it is, see ``StoreFormat``
/// - `history/NAME.json`, `refreshes/`: what was built of what, see ``BuildHistory``
/// - `contents/`: what was read of images that were compared; may be removed at any time
/// - `known/`: which files have been read and are unchanged since
/// - `damaged/`: what was found to be other than it was made
/// - `logs/NAME/`: the logs of each appliance's last build, see ``LogArchive``
public struct Store: Sendable {
  public let root: String
  /// A group of this host whose members share the store.
  public let sharedGroup: String?
  public let integrity: StoreIntegrity
  /// Those that are taken into use stay so until the last copy of this is gone.
  public let layers: LayerStore
  public let images: ImageRepository
  public let history: BuildHistory
  public let logs: LogArchive
  /// Whether media that are damaged stay where they are.
  public var onlyLooksAtMedia = false

  /// - Parameter sharedGroup: the name of a group whose members may write it, too.
  public init(root: String, sharedGroup: String? = nil) {
    self.root = root
    self.sharedGroup = sharedGroup
    integrity = StoreIntegrity(root: root)
    layers = LayerStore(root: root, integrity: integrity)
    images = ImageRepository(root: root, integrity: integrity)
    history = BuildHistory(root: root, layers: layers.withoutUses)
    logs = LogArchive(root: root, integrity: integrity)
  }

  /// `$KILN_STORE`, else `$XDG_DATA_HOME/kiln`, else `~/.local/share/kiln`.
  public static func standardRoot(environment: [String: String]) -> String {
    if let store = environment["KILN_STORE"], !store.isEmpty { return store }
    if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return "\(data)/kiln" }
    return "\(environment["HOME"] ?? "/root")/.local/share/kiln"
  }

  public var media: String { "\(root)/media" }
  /// The files that were downloaded, and what was made of them for installers.
  public var mediaCache: MediaCache {
    MediaCache(folder: media, reports: integrity.reports, isOnlyLookedAt: onlyLooksAtMedia)
  }
  public var work: String { layers.work }

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
    let folders = [media, layers.folder, work, history.folder, history.refreshFolder, logs.folder]
    for folder in [root] + folders + [layers.failed, images.folder] where FileSystem.isTaken(folder) {
      try FolderAccess.check(folder, sharedWith: group)
      if group == nil { FolderAccess.close(folder) }
    }
    for folder in folders { try FileSystem.makeFolder(folder) }
    try StoreFormat(self).bringToCurrent()
    let written = [root, history.folder, history.refreshFolder, logs.folder, "\(root)/known"]
    for folder in written + images.folders { FileSystem.removeDrafts(in: folder) }
  }
}

extension Inventory {
  /// What a store has, and what it would take in of an output folder.
  public init(_ store: Store, output: String) {
    let boots = store.history.bootRecords()
    let images = store.images
    self.init(
      layers: store.layers.present(), previousLayers: store.history.previousLayers,
      image: { image in
        let state = images.state(of: image)
        let isWanted = images.adoptable(image, from: output)?.kiln.key == image.key
        return state != .current && isWanted ? .current : state
      },
      parts: { $0.parts(in: store) },
      isBootTested: { image in
        guard let build = images.build(of: image), let result = boots.result(of: build.descriptor) else {
          return false
        }
        return result.suite == image.testSuite
      },
      isInspected: { images.has([.spdx, .cycloneDX, .residue], of: $0) },
      isAttested: { images.has([.provenance], of: $0) })
  }
}
