import Images
import Jobs
import Storage

/// What is inside a build: attached to it as SPDX and as CycloneDX have it.
struct InventoryInspection {
  let context: BuildContext
  let manifest: ImageManifest
  let log: JobLog

  /// - Throws: what keeps the image from being read, or the documents from being written.
  func run(_ source: ImageSource) async throws {
    let inventory = try await InventoryReader(store: context.store, host: context.host).inventory(of: source)
    let images = context.store.images
    try images.attach(try inventory.spdx(tool: kilnVersion), as: .spdx, to: manifest.id)
    try images.attach(try inventory.cycloneDX(tool: kilnVersion), as: .cycloneDX, to: manifest.id)
    for remark in inventory.remarks { log.write("inventory: \(remark)") }
    log.write(
      "inventory: \(inventory.packages.count) packages, \(inventory.components.count) components of no package"
    )
  }
}
