import Foundation
public import Planning

/// The folder that holds media and layers: plain files, made visible by atomic renames.
///
/// - `media/`: what was downloaded, by digest
/// - `layers/KEY/`: `disk.qcow2`, a `disk-NAME.qcow2` for each further disk, `layer.json`, and what packages it
///   has in `packages.json`, whole or not there
/// - `work/KEY/`: a layer being built, under `work/KEY.lock`
/// - `failed/RECIPE/`: a failed build that was kept
/// - `history/NAME.json`: what each appliance was made of last time
/// - `refreshes/`: which layers were made anew for their packages' sake
/// - `logs/NAME/`: the logs of each appliance's last build, and the evidence of a failed one
public struct Store: Sendable {
  public let root: String
  /// Shared by all copies.
  let uses = LayerUses()

  public init(root: String) {
    self.root = root
  }

  /// `$KILN_STORE`, else `$XDG_DATA_HOME/kiln`, else `~/.local/share/kiln`.
  public static func standardRoot(environment: [String: String]) -> String {
    if let store = environment["KILN_STORE"], !store.isEmpty { return store }
    if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return "\(data)/kiln" }
    return "\(environment["HOME"] ?? "/root")/.local/share/kiln"
  }

  public var media: String { "\(root)/media" }
  var layers: String { "\(root)/layers" }
  var work: String { "\(root)/work" }
  var history: String { "\(root)/history" }
  var refreshFolder: String { "\(root)/refreshes" }
  var logs: String { "\(root)/logs" }

  /// Makes the folders that are missing, and closes the store to others: layers hold what systems keep secret, and who can
  /// open a lock's file can hold it.
  public func prepare() throws {
    try FileSystem.makePrivateFolder(root)
    for folder in [media, layers, work, history, refreshFolder, logs] { try FileSystem.makeFolder(folder) }
  }

  /// The keys of all layers that are there.
  public func presentLayers() -> Set<LayerKey> {
    Set(FileSystem.entries(of: layers).map(LayerKey.init(hex:)))
  }

  /// The file of the disk that the system is on.
  static let systemDisk = "disk.qcow2"

  /// The file of another disk, by the disk's name.
  static func furtherDisk(_ name: String) -> String { "disk-\(name).qcow2" }

  /// Where a layer's system disk is, built or not.
  public func disk(of key: LayerKey) -> String { disk(Self.systemDisk, of: key) }

  /// Where a disk of a layer is, by its file's name.
  func disk(_ file: String, of key: LayerKey) -> String { "\(layers)/\(key.hex)/\(file)" }

  /// A layer's disk as a path that an overlay in `work/` or `layers/` can name and the store can move with.
  func relativeDisk(_ file: String, of key: LayerKey) -> String { "../../layers/\(key.hex)/\(file)" }

  /// Where an appliance's logs go.
  func logFolder(of appliance: String) -> String { "\(logs)/\(appliance)" }
}
