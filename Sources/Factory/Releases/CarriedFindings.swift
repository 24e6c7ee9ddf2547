import Foundation
import Images
import Imaging
import Jobs
import JSON
import Storage

/// What is said of a build, said of the same disks under another version: a release's.
struct CarriedFindings: Sendable {
  let store: Store
  let host: BuildHost
  private var images: ImageRepository { store.images }

  /// - Throws: what is wrong with what is said, or keeps the disks from being read once more.
  func carry(from source: ImageManifest, to manifest: ImageManifest) async throws {
    guard source.id != manifest.id else { return }
    if var report = try images.testReport(of: source.id) {
      report.image = DescribedImage(manifest)
      try images.attach(report, to: manifest.id)
    }
    if let bytes = try images.attachment(.residue, of: source.id) {
      var report = try decodeJSON(ResidueReport.self, from: bytes)
      report.image = DescribedImage(manifest)
      try images.attach(Array(try prettyJSON(report)), as: .residue, to: manifest.id)
    }
    try await carryBill(from: source, to: manifest)
  }

  private func carryBill(from source: ImageManifest, to manifest: ImageManifest) async throws {
    guard let spdx = try images.attachment(.spdx, of: source.id),
      let cycloneDX = try images.attachment(.cycloneDX, of: source.id)
    else { return }
    let bill: BillOfMaterials
    if var written = try Self.bill(spdx, cycloneDX, of: source) {
      written.subject.version = manifest.id.version
      bill = written
    } else {
      bill = try await BillOfMaterialsReader(store: store, host: host).bill(
        of: try store.source("\(manifest.id)"))
    }
    try images.attach(try bill.spdx(tool: kilnVersion), as: .spdx, to: manifest.id)
    try images.attach(try bill.cycloneDX(tool: kilnVersion), as: .cycloneDX, to: manifest.id)
  }

  /// What two documents were written from.
  ///
  /// - Returns: nil where that is more than can be read of them, as of those that another version of Kiln has written.
  private static func bill(
    _ spdx: [UInt8], _ cycloneDX: [UInt8], of source: ImageManifest
  ) throws -> BillOfMaterials? {
    guard let bill = try? BillOfMaterials(cycloneDX: cycloneDX, name: "the SBOM of \(source.id)"),
      try bill.cycloneDX(tool: kilnVersion) == cycloneDX, try bill.spdx(tool: kilnVersion) == spdx
    else { return nil }
    return bill
  }
}
