import Digests
import Files
import Foundation
import Images
import Storage

/// What was read of builds and layers, which never change: `contents/DIGEST.json` in the store, by what their disks hold.
///
/// It can be removed at any time, and is read again then. Only the newest are kept.
struct ContentsCache: Sendable {
  /// How many images' contents are kept; each takes about 10 MB.
  private static let limit = 16

  private let folder: String

  init(_ store: Store) {
    folder = "\(store.root)/contents"
  }

  /// Where the contents of an image are kept; nil for files that may change.
  func place(of source: ImageSource) -> String? {
    let parts: [String]
    if source.build != nil, let descriptor = source.descriptor {
      parts = descriptor.disks.compactMap { $0.file?.digest }
    } else {
      // Another layer of the same key, made after this one was freed, has other bytes.
      parts =
        source.layers.map(\.hex)
        + source.disks.compactMap { disk in
          disk.path.flatMap { FileSystem.modificationDate(of: $0) }.map { "\($0.timeIntervalSince1970)" }
        }
      guard !source.layers.isEmpty else { return nil }
    }
    guard !parts.isEmpty else { return nil }
    let format = "\(ImageContents.currentFormat)"
    return "\(folder)/\(sha256(([format] + parts).joined(separator: " "))).json"
  }

  /// What is kept there; nil for nothing, and for what cannot be read.
  func contents(at place: String) -> ImageContents? {
    guard let data = try? PlainFile.contents(place, limit: 1 << 30),
      let contents = try? JSONDecoder().decode(ImageContents.self, from: data),
      contents.format == ImageContents.currentFormat
    else { return nil }
    utimes(place, nil)
    return contents
  }

  /// Keeps it, if that can be done: to read an image again costs time alone.
  func keep(_ contents: ImageContents, at place: String) {
    do {
      try FileSystem.makeFolder(folder, isPrivate: true)
      FileSystem.removeDrafts(in: folder)
      try FileSystem.write(try JSONEncoder().encode(contents), to: place)
      for path in oldest() { try FileSystem.remove(path) }
    } catch {}
  }

  /// Those beyond the limit.
  private func oldest() -> [String] {
    let paths = FileSystem.entries(of: folder).filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
    let byAge = paths.sorted {
      FileSystem.modificationDate(of: $0) ?? .distantPast > FileSystem.modificationDate(of: $1)
        ?? .distantPast
    }
    return Array(byAge.dropFirst(Self.limit))
  }
}
