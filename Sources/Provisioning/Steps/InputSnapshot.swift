import Digests
import Files
import Foundation
public import Planning
import Recipes
public import Storage

/// The files of recipes as they were when a run was planned: what is saved while it goes on changes nothing of it.
///
/// They share their bytes with the originals where the file system can (reflink). One that cannot be copied, or is no longer
/// what the plan knows, is read where it is when its step comes, which then says what is wrong.
public struct InputSnapshot: Sendable {
  private let folder: WorkFolder
  private let floor: UInt64
  /// Where each source is, by where it was found.
  private var places: [String: String] = [:]

  /// - Parameters:
  ///   - layers: those whose files are wanted.
  ///   - floor: bytes that must stay free where the copies are: layers need them more.
  /// - Throws: `FileError` when the store cannot be written.
  public init?(of layers: [PlannedLayer], in store: Store, leaving floor: UInt64) throws {
    let steps = layers.flatMap(\.steps)
    var sources: [String: Source] = [:]
    for step in steps {
      _ = step.action.reading { source in
        sources[source.path] = source
        return source.path
      }
    }
    guard !sources.isEmpty,
      let folder = try store.scratch("inputs-\(UUID().uuidString.lowercased())")
    else { return nil }
    self.folder = folder
    self.floor = floor
    for (index, source) in sources.values.sorted(by: { $0.path < $1.path }).enumerated() {
      let place = "\(folder.path)/\(index)"
      do {
        try copy(source, to: place)
        places[source.path] = place
      } catch {
        try? FileSystem.remove(place)
      }
    }
  }

  /// The job with its files found here.
  public func applied(to job: Job) -> Job {
    guard case .layer(let task) = job.task else { return job }
    let layer = task.layer.reading { places[$0.path] ?? $0.path }
    return job.doing(.layer(LayerTask(image: task.image, layer: layer, reason: task.reason)))
  }

  public func discard() { folder.discard() }

  private func copy(_ source: Source, to place: String) throws {
    switch source.content {
    case .file(let digest, _):
      try copy(source.path, digest, holes: source.metadata.hasHoles, to: place)
    case .folder(_, let entries):
      try FileSystem.makeFolder(place)
      for entry in entries {
        switch entry.kind {
        case .folder: try FileSystem.makeFolder("\(place)/\(entry.path)")
        // Links, and further names of a file, are in the plan.
        case .link: break
        case .file where entry.metadata.hardLink != nil: break
        case .file(let digest, _):
          let path = "\(source.path)/\(entry.path)"
          try copy(path, digest, holes: entry.metadata.hasHoles, to: "\(place)/\(entry.path)")
        }
      }
    }
  }

  private func copy(_ path: String, _ digest: String, holes: Bool, to place: String) throws {
    let file = try SourceFile(path)
    let found = try file.copy(to: place, keepingHoles: holes, leaving: floor)
    try PlannedFile(path: path, sha256: digest).check(found)
  }
}
