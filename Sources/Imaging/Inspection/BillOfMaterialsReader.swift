import Digests
public import Foundation
public import Images
public import Jobs
public import Storage

/// Finds out what is inside an image: from what was read of it before, else in one session of libguestfs.
public struct BillOfMaterialsReader: Sendable {
  private let reader: ContentsReader

  public init(store: Store, host: BuildHost) {
    reader = ContentsReader(store: store, host: host)
  }

  /// - Parameters:
  ///   - time: what stands for when the image was made; nil for when it was.
  ///   - listsFiles: whether every file is listed.
  /// - Throws: as `ContentsReader` does.
  public func bill(of source: ImageSource, time: Date? = nil, listsFiles: Bool = false) async throws
    -> BillOfMaterials
  {
    let contents = try await reader.contents(of: source)
    return BillOfMaterials(contents, of: subject(source, contents, time), listsFiles: listsFiles)
  }

  /// Of what was made here its disks' digests and the time of its last layer, which stay the same however often that is sealed; of
  /// anything else what its files tell.
  private func subject(_ source: ImageSource, _ contents: ImageContents, _ time: Date?)
    -> BillOfMaterials.Subject
  {
    guard let descriptor = source.descriptor else {
      let newest = contents.files.values.lazy.map(\.modified).max() ?? 0
      return BillOfMaterials.Subject(
        name: source.title.split(separator: "/").last.map(String.init) ?? source.title, version: nil,
        digest: sha256(contents.treeDigestInput),
        created: time ?? Date(timeIntervalSince1970: TimeInterval(min(max(newest, 0), 253_402_300_799))))
    }
    let digests = descriptor.disks.compactMap { $0.file?.digest }
    return BillOfMaterials.Subject(
      name: descriptor.identifier, version: descriptor.version,
      digest: digests.count == 1 ? digests[0] : sha256(digests.joined(separator: "\n")),
      created: time ?? descriptor.kiln.chain.last?.facts.built ?? descriptor.kiln.built)
  }
}
