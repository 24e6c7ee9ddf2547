import Files
import Foundation
import Images
import JSON
import Planning

/// What earlier runs did, so that later plans can be held against it: `history/` and `refreshes/` of a store.
///
/// What each appliance was made of last time is here; ``Timings`` and ``BootRecords`` are kept beside it.
public struct BuildHistory: Sendable {
  let folder: String
  let refreshFolder: String
  private let layers: LayerStore

  init(root: String, layers: LayerStore) {
    folder = "\(root)/history"
    refreshFolder = "\(root)/refreshes"
    self.layers = layers
  }

  /// The appliances whose last build is remembered.
  public func appliances() -> [String] {
    FileSystem.entries(of: folder).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
  }

  /// What an appliance was made of last time; empty when it was never built.
  ///
  /// Where that is damaged, the newest layers of its name count: no more is lost than the record.
  public func previousLayers(of appliance: String) -> [LayerRecord] {
    let path = file(of: appliance)
    guard FileSystem.isTaken(path) else { return [] }
    if let records = document([LayerRecord].self, at: path) { return records }
    let records = layers.newestChain(of: appliance)
    try? remember(records, of: appliance)
    return records
  }

  /// Remembers what an appliance is made of now.
  public func remember(_ records: [LayerRecord], of appliance: String) throws {
    let path = file(of: appliance)
    guard records != document([LayerRecord].self, at: path) else { return }
    try FileSystem.write(try prettyJSON(records), to: path)
  }

  private func file(of appliance: String) -> String { "\(folder)/\(appliance).json" }

  func document<Value: Decodable>(_ type: Value.Type, at path: String) -> Value? {
    layers.integrity.document(type, at: path)
  }
}

/// Why layers were made anew, so that later plans go on from the new ones.
extension BuildHistory {
  /// A refresh with its place: one file each, so that no two builds write the same.
  private struct Record: Codable {
    var parent: LayerKey
    var recipe: String
    var refresh: Refresh
  }

  /// All of them; an unreadable one is set aside.
  public func refreshes() -> [LayerPlace: Refresh] {
    let records = FileSystem.entries(of: refreshFolder).compactMap { name in
      document(Record.self, at: "\(refreshFolder)/\(name)")
    }
    return Dictionary(
      records.map { (LayerPlace(parent: $0.parent, recipe: $0.recipe), $0.refresh) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Remembers that a layer is there which was made anew; nothing for any other.
  ///
  /// Not before it is there: should it fail, the next plain build goes on with the old one.
  public func rememberRefresh(of layer: PlannedLayer) throws {
    guard let refresh = layer.refresh, let place = layer.place else { return }
    let record = Record(parent: place.parent, recipe: place.recipe, refresh: refresh)
    try FileSystem.write(
      try prettyJSON(record), to: "\(refreshFolder)/\(place.parent.short)-\(place.recipe).json")
  }
}
