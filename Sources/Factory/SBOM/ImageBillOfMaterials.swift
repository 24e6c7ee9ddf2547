import Files
public import Foundation
public import Images
import Imaging
public import Jobs
public import Storage

/// Tells what is inside an image, which may be named in any way.
public struct ImageBillOfMaterials: Sendable {
  /// How it can be written.
  public enum Document: String, Sendable, CaseIterable {
    case spdx, cyclonedx

    /// What it is kept as beside a build.
    var attachment: AttachmentKind {
      switch self {
      case .spdx: .spdx
      case .cyclonedx: .cycloneDX
      }
    }
  }

  private let store: Store
  private let host: BuildHost
  private let time: Date?
  /// Bytes of a document that is read.
  private static let longest = 512 << 20

  /// - Parameter time: what stands for when images were made; nil for when they were.
  public init(store: Store, host: BuildHost, time: Date? = nil) {
    self.store = store
    self.host = host
    self.time = time
  }

  /// What is inside: of a build as it was found when it was made, where that is kept; else it is read.
  ///
  /// - Parameters:
  ///   - name: any `ImageReference`, or the path of a CycloneDX document of Kiln's.
  ///   - listsFiles: whether every file is listed.
  /// - Throws: `SourceError` where there is no such image, and what keeps it from being read.
  public func bill(of name: String, listsFiles: Bool = false) async throws -> BillOfMaterials {
    if name.hasSuffix(".\(AttachmentKind.cycloneDX.rawValue)"), FileSystem.exists(name),
      let bytes = try PlainFile.contents(name, limit: Self.longest)
    {
      return try BillOfMaterials(cycloneDX: [UInt8](bytes), name: name)
    }
    if !listsFiles, time == nil, let bytes = try recorded(.cycloneDX, of: name) {
      return try BillOfMaterials(cycloneDX: bytes, name: "the SBOM of \(name)")
    }
    return try await BillOfMaterialsReader(store: store, host: host).bill(
      of: try store.source(name), time: time, listsFiles: listsFiles)
  }

  /// The same as a document; of a build the one that was written when it was made.
  public func document(_ document: Document, of name: String, listsFiles: Bool = false) async throws
    -> [UInt8]
  {
    if !listsFiles, time == nil, let bytes = try recorded(document.attachment, of: name) { return bytes }
    let bill = try await bill(of: name, listsFiles: listsFiles)
    switch document {
    case .spdx: return try bill.spdx(tool: kilnVersion)
    case .cyclonedx: return try bill.cycloneDX(tool: kilnVersion)
    }
  }

  private func recorded(_ kind: AttachmentKind, of name: String) throws -> [UInt8]? {
    guard let build = try store.images.build(ImageReference(name)) else { return nil }
    return try store.images.attachment(kind, of: build.id)
  }
}
