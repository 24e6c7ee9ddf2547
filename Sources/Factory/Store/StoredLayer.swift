import Foundation
import Planning

/// What the store knows of a layer: `layer.json` beside its disk.
struct StoredLayer: Codable, Sendable {
  var record: LayerRecord
  var parent: LayerKey?
  var facts: LayerFacts
}

extension Store {
  /// What is known of a layer that is there.
  func layer(_ key: LayerKey) throws -> StoredLayer {
    let path = "\(layers)/\(key.hex)/layer.json"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FactoryError.file("cannot read \(path)", reason: "remove \(layers)/\(key.hex) and build again")
    }
    do {
      return try JSON.decode(StoredLayer.self, from: data)
    } catch {
      throw FactoryError.file("\(path) is damaged", reason: "remove \(layers)/\(key.hex) and build again")
    }
  }

  /// What an appliance was made of last time; empty when it was never built, or the record is unreadable.
  public func previousLayers(of appliance: String) -> [LayerRecord] {
    guard let data = FileManager.default.contents(atPath: "\(history)/\(appliance).json") else { return [] }
    return (try? JSON.decode([LayerRecord].self, from: data)) ?? []
  }

  /// Remembers what an appliance is made of now.
  func remember(_ records: [LayerRecord], of appliance: String) throws {
    guard records != previousLayers(of: appliance) else { return }
    try FileSystem.write(try JSON.encode(records), to: "\(history)/\(appliance).json")
  }
}
