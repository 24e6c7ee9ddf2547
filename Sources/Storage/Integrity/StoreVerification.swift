import Files
import Foundation
import Planning

/// Reads every byte of a store, and tells what is not as it was.
///
/// Nothing is moved: what was known of a file that is wrong is forgotten, so that the next build finds it, sets it aside and
/// makes it anew.
public struct StoreVerification: Sendable {
  /// What was found.
  public struct Result: Sendable, Codable {
    public var layers = 0
    /// Builds of images.
    public var images = 0
    /// nil when media were not looked at.
    public var media: Int?
    /// Of all that was read.
    public var bytes: UInt64 = 0
    /// A sentence each, with the path.
    public var faults: [String] = []
    /// Names in `layers/` that are none of a layer's; nothing reads them.
    public var strays: [String] = []
  }

  private let store: Store

  public init(store: Store) {
    self.store = store
  }

  /// - Parameter withMedia: looks at media, too, of which there may be many.
  public func run(withMedia: Bool) async throws -> Result {
    var result = Result()
    let present = store.layers.present().sorted { $0.hex < $1.hex }
    result.strays = FileSystem.entries(of: store.layers.folder).filter { name in
      !present.contains { $0.hex == name }
    }
    .map { "\(store.layers.folder)/\($0)" }
    for key in present {
      try Task.checkCancellation()
      let check = LayerCheck(layers: store.layers.withoutUses, isReread: true)
      if let fault = try await onThread({ check.fault(of: key) }) { result.faults.append(fault) }
      result.layers += 1
      result.bytes += FileSystem.allocatedSize(of: store.layers.folder(of: key))
    }
    try await verifyImages(&result)
    if withMedia {
      let media = try await MediaCheck(store: store).run(removesWrong: false)
      result.media = media.files
      result.bytes += media.bytes
      result.faults += media.wrong.map { "\($0.path) has SHA-256 \($0.actual), and had \($0.expected)" }
    }
    return result
  }

  /// A file that several builds have is read once.
  private func verifyImages(_ result: inout Result) async throws {
    let images = store.images
    var seen: Set<String> = []
    for id in images.names().flatMap(images.builds) {
      try Task.checkCancellation()
      result.images += 1
      do {
        let manifest = try images.read(id)
        try images.check(manifest)
        for artifact in manifest.artifacts where seen.insert(artifact.digest).inserted {
          result.bytes += artifact.size
          let fault = try await onThread { images.fault(of: artifact, isReread: true) }
          if let fault {
            result.faults.append("\(images.blob(artifact.digest)), \(artifact.path) of \(id), \(fault)")
          }
        }
      } catch let error where error is StoreDamage || error is StoreRefusal {
        result.faults.append("\(error)")
      }
    }
  }
}
