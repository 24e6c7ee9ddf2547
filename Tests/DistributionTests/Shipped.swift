import Foundation
import Provisioners
import Recipes

/// The distributions that are shipped, each by itself and with every variation.
enum Shipped {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Names of all distributions.
  static let distributions = Library(folders: [], shipped: root, provisioners: .all).recipes.filter {
    $0.parent == nil
  }
  .map(\.name).sorted()

  /// What a recipe derived from a distribution resolves to.
  static func appliance(_ distribution: String, _ variation: Variation) throws -> Appliance {
    guard variation.set.isEmpty else {
      return try Resolver(
        Library(folders: [], shipped: root, provisioners: .all),
        overrides: try variation.set.map { try Override($0, provisioners: .all) }
      ).resolve(distribution).get()
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = "name: variation\nparent: \(distribution)\n\(variation.recipe)\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("variation.yaml"))
    return try Resolver(Library(folders: [folder.path], shipped: root, provisioners: .all)).resolve(
      "variation"
    ).get()
  }
}
