import Files
import Foundation
import Images
import JSON
import Planning

/// `refreshes/`: why layers were made anew, so that later plans go on from the new ones.
extension Store {
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
