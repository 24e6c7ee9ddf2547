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
    let contents = try await read(source).contents
    if let place { cache.keep(contents, at: place) }
    return contents
  }

  /// Whether everything in an image was read before, and is kept.
  public func knows(_ source: ImageSource) -> Bool {
    cache.place(of: source).map(FileSystem.exists) ?? false
  }

  /// Everything in an image, and what a search finds in its files: they are read once, whether its contents are known or not.
  ///
  /// - Throws: as ``contents(of:)``.
  func contents(
    of source: ImageSource, searchedBy search: ResidueSearch
  ) async throws -> (contents: ImageContents, search: ResidueSearch) {
    let (contents, search) = try await read(source, search)
    if let place = cache.place(of: source) { cache.keep(contents, at: place) }
    return (contents, search)
  }

  /// Everything in an image, and what else is seen on its disks.
  ///
  /// - Throws: as ``contents(of:)``, and `UnusableImage`.
  public func facts(of source: ImageSource) async throws -> DiskFacts {
    let place = cache.place(of: source)
    let known = place.flatMap(cache.contents)
    let (contents, sizes) = try await source.using(store, for: "contents") { source, folder in
      var sizes: [UInt64] = []
      for disk in source.disks {
        guard let path = disk.path else {
          sizes.append(disk.size)
          continue
        }
        if let size = try await source.examined(disk, at: path) {
          sizes.append(size)
        } else {
          sizes.append(try await QemuImage().info(path, format: disk.format).virtualSize)
        }
      }
      if let known { return (known, sizes) }
      return (try await read(try await source.overlays(in: folder), limits: .init(source)).contents, sizes)
    }
    if known == nil, let place { cache.keep(contents, at: place) }
    return DiskFacts(
      contents: contents, formats: source.formatNames, sizes: sizes,
      wanted: source.descriptor.map {
        DiskFacts.Machine(cpus: $0.cpu, memory: $0.memory << 20, firmware: $0.kiln.firmware)
      })
  }

  private func read(
    _ source: ImageSource, _ search: ResidueSearch = ResidueSearch()
  ) async throws -> (contents: ImageContents, search: ResidueSearch) {
    try await source.withOverlays(of: store, for: "contents") {
      try await read($0, search, limits: .init(source))
    }
  }

  /// - Parameter disks: overlays.
  private func read(
    _ disks: [String], _ search: ResidueSearch = ResidueSearch(), limits: ReadingLimits
  ) async throws -> (contents: ImageContents, search: ResidueSearch) {
    let forcesTCG = try await host.accelerator() == .tcg
    let session = try await GuestSession.open(
      disks: disks.map { GuestDisk(path: $0, format: .qcow2) }, settings: GuestSettings(forcesTCG: forcesTCG))
    do {
      // dpkg's own files tell more, and sooner.
      let installed = try await session.within(
        limits.mounting(isEmulated: forcesTCG), "looking for a system on the disks"
      ) {
        try $0.mountSystem()
        return try $0.exists("/var/lib/dpkg/status")
          ? GuestPackages(format: "deb", packages: []) : $0.packages()
      }
      let (builder, searched) = try await session.pack(within: limits.reading(isEmulated: forcesTCG)) {
        path in
        try TarReading(path, limits).builder(search)
      }
      await session.abandon()
      return (builder.contents(installed: installed.packages, format: installed.format), searched)
    } catch {
      await session.abandon()
      throw error
    }
  }
}

/// A tar of a whole system, taken apart.
private struct TarReading {
  private let reader: ArchiveReader
  private let limits: ReadingLimits

  init(_ path: String, _ limits: ReadingLimits) throws {
    reader = try ArchiveReader(path: path, limits: limits.archive)
    self.limits = limits
  }

  func builder(_ search: ResidueSearch) throws -> (ContentsBuilder, ResidueSearch) {
    do {
      return try takenApart(search)
    } catch ArchiveError.tooLarge(_, let limit) {
      throw ArchiveError.tooLarge(archive: ReadingLimits.name, limit: limit)
    }
  }

  private func takenApart(_ search: ResidueSearch) throws -> (ContentsBuilder, ResidueSearch) {
    var builder = ContentsBuilder()
    var search = search
    var limits = limits
    while let entry = try reader.next() {
      try limits.take(entry)
      let path = Self.absolute(entry.path)
      try limits.take(path: path)
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
      if keepsContent, builder.retainsContent(of: path, file) { try limits.take(content: file.size) }
      var content = Data()
      search.begin(path, file)
      try reader.forEachPiece { piece in
        digest.update(piece)
        search.take(piece)
        if keepsContent { content.append(contentsOf: piece) }
      }
      search.end(path, file)
      file.digest = digest.finish()
      let checksum = keepsContent && builder.wantsChecksum(of: path) ? try? md5([UInt8](content)) : nil
      builder.add(file, at: path, content: keepsContent ? content : nil, checksum: checksum)
    }
    return (builder, search)
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
