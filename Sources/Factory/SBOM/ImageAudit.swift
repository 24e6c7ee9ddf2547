import Archive
import Files
import Foundation
public import Images
public import Media
public import Recipes

/// Holds inventories against data about vulnerabilities that a site gives.
public struct ImageAudit: Sendable {
  /// One set of data.
  public struct Source: Hashable, Sendable {
    /// nil to tell from the bytes.
    public var kind: VulnerabilityData.Kind?
    public var place: SiteVulnerabilityData.Place

    /// What a command line names.
    public init(path: String) {
      place = path.hasPrefix("http://") || path.hasPrefix("https://") ? .url(path) : .path(path)
    }

    /// What a site file names.
    public init(_ data: SiteVulnerabilityData) {
      kind = VulnerabilityData.Kind(rawValue: data.kind.rawValue)
      place = data.place
    }
  }

  /// Finds what is known to be vulnerable of what an image holds.
  public typealias Run = @Sendable (BillOfMaterials) async throws -> VulnerabilityAudit

  private let cache: MediaCache
  private let downloader: Downloader
  /// Bytes of one document, as it is and unpacked.
  private static let limits = (packed: 1 << 30, unpacked: 2 << 30)

  public init(cache: MediaCache, downloader: Downloader) {
    self.cache = cache
    self.downloader = downloader
  }

  /// - Throws: `MediaError`, ``VulnerabilityDataError``, `ArchiveError`, `JSONError`, `XMLError` for data that cannot be had or read.
  public func audit(_ bill: BillOfMaterials, against sources: [Source]) async throws
    -> VulnerabilityAudit
  {
    var audit = VulnerabilityAudit(bill)
    for source in sources {
      switch source.place {
      case .url(let url):
        let (bytes, asked) = try await cache.latest(url, with: downloader, limit: Self.limits.packed)
        try audit.add(try Self.unpacked(bytes, url), as: source.kind, name: url, date: asked)
      case .path(let path): try Self.add(path, as: source.kind, to: &audit)
      }
    }
    return audit
  }

  private static func add(
    _ path: String, as kind: VulnerabilityData.Kind?, to audit: inout VulnerabilityAudit
  ) throws {
    guard FileSystem.isFolder(path) else {
      guard let bytes = try PlainFile.contents(path, limit: limits.packed) else {
        throw VulnerabilityDataError(name: path, reason: "there is no such file")
      }
      let date = FileSystem.modificationDate(of: path)
      return try audit.add(try unpacked([UInt8](bytes), path), as: kind, name: path, date: date)
    }
    let names = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
      .filter { name in [".json", ".xml", ".xml.bz2", ".xml.gz", ".zip"].contains(where: name.hasSuffix) }
    guard !names.isEmpty else {
      throw VulnerabilityDataError(name: path, reason: "holds no .json, .xml, .xml.bz2, .xml.gz or .zip")
    }
    for name in names {
      let file = "\(path)/\(name)"
      guard let bytes = try PlainFile.contents(file, limit: limits.packed) else { continue }
      do {
        try audit.add(
          try unpacked([UInt8](bytes), file), as: kind, name: path,
          date: FileSystem.modificationDate(of: file))
      } catch {
        throw VulnerabilityDataError(name: file, reason: "\(error)")
      }
    }
  }

  /// A zip of records stays one.
  private static func unpacked(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
    let packers: [[UInt8]] = [
      [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A], [0x28, 0xB5, 0x2F, 0xFD],
    ]
    guard packers.contains(where: { bytes.starts(with: $0) }) else { return bytes }
    return [UInt8](try decompress(Data(bytes), name: name, limit: limits.unpacked))
  }
}
