import Images
import Jobs
import Storage

/// What is inside a build: attached to it as SPDX and as CycloneDX have it.
struct BillOfMaterialsInspection {
  let context: BuildContext
  let manifest: ImageManifest
  let log: JobLog

  /// - Throws: what keeps the image from being read, or the documents from being written.
  func run(_ source: ImageSource) async throws {
    let bill = try await BillOfMaterialsReader(store: context.store, host: context.host).bill(of: source)
    let images = context.store.images
    try images.attach(try bill.spdx(tool: kilnVersion), as: .spdx, to: manifest.id)
    try images.attach(try bill.cycloneDX(tool: kilnVersion), as: .cycloneDX, to: manifest.id)
    for remark in bill.remarks { log.write("SBOM: \(remark)") }
    log.write(
      "SBOM: \(bill.packages.count) packages, \(bill.components.count) components of no package"
    )
  }
}
