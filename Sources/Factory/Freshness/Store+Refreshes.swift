import Foundation
public import Planning

/// `refreshes/KEY.json`: why the layer of that base key was made anew, so that later plans go on from the new one.
extension Store {
  /// All of them, by base key; an unreadable one counts as none.
  public func refreshes() -> [LayerKey: Refresh] {
    var found: [LayerKey: Refresh] = [:]
    for name in FileSystem.entries(of: refreshFolder) where name.hasSuffix(".json") {
      guard let data = FileManager.default.contents(atPath: "\(refreshFolder)/\(name)"),
        let refresh = try? JSON.decode(Refresh.self, from: data)
      else { continue }
      found[LayerKey(hex: String(name.dropLast(".json".count)))] = refresh
    }
    return found
  }

  /// Remembers that a layer is there which was made anew; nothing for any other.
  ///
  /// Not before it is there: should it fail, the next plain build goes on with the old one.
  func rememberRefresh(of layer: PlannedLayer) throws {
    guard let refresh = layer.refresh else { return }
    try FileSystem.makeFolder(refreshFolder)
    try FileSystem.write(try JSON.encode(refresh), to: "\(refreshFolder)/\(layer.base.hex).json")
  }

  private var refreshFolder: String { "\(root)/refreshes" }
}
