import Archive
import Digests
import Failures
import Files
import Foundation
import Guest
import Images
import Jobs
import Machine
import Storage

/// Reads all that is in an image, in one session of libguestfs, from overlays: nothing is changed, and no program of the image
/// runs.
public struct ContentsReader: Sendable {
  private let store: Store
  private let host: BuildHost
  private let cache: ContentsCache

  public init(store: Store, host: BuildHost) {
    self.store = store
    self.host = host
    cache = ContentsCache(store)
  }

  /// Everything in an image; of a build in the store, from what was read before where that is kept.
  ///
  /// - Throws: `BuildError`, `GuestError`, `ArchiveError`, `CancellationError`.
  public func contents(of source: ImageSource) async throws -> ImageContents {
    let place = cache.place(of: source)
    if let known = place.flatMap(cache.contents) { return known }
    let contents = try await read(source)
    if let place { cache.keep(contents, at: place) }
    return contents
  }

  private func read(_ source: ImageSource) async throws -> ImageContents {
    try await source.withOverlays(of: store, for: "contents") { disks in
      let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
      let session = try await GuestSession.open(
        disks: disks.map { GuestDisk(path: $0, format: .qcow2) }, settings: settings)
      do {
        try await session.mountSystem()
        // dpkg's own files tell more, and sooner.
        let isDebian = try await session.exists("/var/lib/dpkg/status")
        let installed =
          isDebian ? GuestPackages(format: "deb", packages: []) : try await session.packages()
        let builder = try await session.pack { path in try TarReading(path).builder() }
        await session.abandon()
        return builder.contents(installed: installed.packages, format: installed.format)
      } catch {
        await session.abandon()
        throw error
      }
    }
  }
}

/// A tar of a whole system, taken apart.
private struct TarReading {
  private let reader: ArchiveReader

  init(_ path: String) throws {
    reader = try ArchiveReader(path: path, limits: ArchiveReader.Limits(entries: 10_000_000, bytes: 1 << 42))
  }

  func builder() throws -> ContentsBuilder {
    var builder = ContentsBuilder()
    while let entry = try reader.next() {
      let path = Self.absolute(entry.path)
      if case .hardLink(let target) = entry.kind {
        builder.add(name: path, sameAs: Self.absolute(target))
        continue
      }
      guard var file = ContentsFile(entry) else { continue }
      guard file.kind == .file else {
        builder.add(file, at: path)
        continue
      }
      let digest = SHA256Stream()
      let keepsContent = builder.wantsContent(of: path, file)
      var content = Data()
      try reader.forEachPiece { piece in
        digest.update(piece)
        if keepsContent { content.append(contentsOf: piece) }
      }
      file.digest = digest.finish()
      let checksum = keepsContent && builder.wantsChecksum(of: path) ? try? md5([UInt8](content)) : nil
      builder.add(file, at: path, content: keepsContent ? content : nil, checksum: checksum)
    }
    return builder
  }

  /// `./usr/bin` is `/usr/bin`.
  private static func absolute(_ path: String) -> String {
    let names = path.split(separator: "/").filter { $0 != "." }
    return "/" + names.joined(separator: "/")
  }
}

extension ContentsFile {
  /// nil for what has no place in an image.
  fileprivate init?(_ entry: ArchiveEntry) {
    let kind: Kind
    var target: String?
    switch entry.kind {
    case .file: kind = .file
    case .folder: kind = .folder
    case .symbolicLink(let place): (kind, target) = (.link, place)
    case .hardLink: return nil
    case .special:
      switch entry.special {
      case .namedPipe: kind = .namedPipe
      case .device(let isBlock, let major, let minor):
        (kind, target) = (.device, "\(isBlock ? "block" : "character") \(major):\(minor)")
      case nil: return nil
      }
    }
    let attributes = entry.extendedAttributes.mapValues { bytes in
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    self.init(
      kind: kind, mode: entry.mode, user: entry.uid, group: entry.gid,
      size: kind == .file ? UInt64(clamping: entry.size) : 0, modified: entry.modified,
      nanoseconds: entry.nanoseconds == 0 ? nil : entry.nanoseconds, target: target,
      attributes: attributes.isEmpty ? nil : attributes)
  }
}
