private import Digests
public import Families
private import Files
public import Foundation

/// What can be asked for in some archives: the names of their packages, and of what these provide.
public struct PackageNames: Hashable, Sendable {
  public let names: Set<String>
  /// When the newest of the archives was made; nil where none of them says.
  public let date: Date?
  /// Parts of the archives whose indexes are not here, such as `contrib`, sorted.
  public let unread: [String]

  public init(_ names: Set<String>, date: Date?, unread: [String] = []) {
    self.names = names
    self.date = date
    self.unread = unread
  }

  /// Whether what a recipe asks a package manager for is there, or may be: groups and tasks are in no index.
  ///
  /// - Parameter written: as apt-get(8) and dnf(8) take it, such as `nginx`, `nginx=1.22`, `nginx/trixie` or `nginx-1.22`.
  public func mayHave(_ written: String, format: PackageFormat) -> Bool {
    switch format {
    case .deb:
      written.hasPrefix("@") || written.hasSuffix("^")
        || names.contains(String(written.prefix { !"=/:".contains($0) }))
    case .rpm:
      written.hasPrefix("@") || names.contains(written)
        || Self.shorter(written).contains(where: names.contains)
    }
  }

  /// A name without what may be a version or an architecture behind it.
  private static func shorter(_ written: String) -> [String] {
    written.indices.dropFirst().filter { index in
      let rest = written[index...]
      let next = rest.dropFirst().first
      return rest.first == "." || (rest.first == "-" && next?.isNumber == true)
    }.map { String(written[..<$0]) }
  }
}

/// Reads the names that archives know from what is in the cache alone: no connection is opened.
public struct PackageNameReader: Sendable {
  private let cache: MediaCache
  private let downloader: Downloader

  public init(_ cache: MediaCache) {
    self.cache = cache
    downloader = Downloader(.init(isOffline: true))
  }

  /// - Parameter architecture: as the family's packages call it.
  /// - Returns: nil where the first archive's index is not here, or does not hold any longer: then nothing is known.
  public func names(in archives: [PackageArchive], architecture: String) async -> PackageNames? {
    var names: Set<String> = []
    var dates: [Date] = []
    var unread: Set<String> = []
    for (index, archive) in archives.enumerated() {
      guard let found = try? await self.names(in: archive, architecture) else {
        // Updates have what the release has, all but always.
        if index == 0 { return nil }
        continue
      }
      names.formUnion(found.names)
      dates += found.date.map { [$0] } ?? []
      if index == 0 { unread.formUnion(found.unread) }
    }
    return names.isEmpty ? nil : PackageNames(names, date: dates.max(), unread: unread.sorted())
  }

  private func names(in archive: PackageArchive, _ architecture: String) async throws -> PackageNames {
    switch archive {
    case .debian(let mirrors, let suite, let keyring, _):
      let opened = try await SignedArchive.open(
        mirrors: mirrors, suite: suite, keyring: keyring, cache: cache, downloader: downloader,
        ignoresExpiry: true)
      return try await opened.names(architecture: architecture, knownIn: cache)
    case .rpm(let addresses, let keyring):
      return try await inTurn(addresses) { address in
        try await RPMRepository.open(
          address, mirrors: addresses, keyring: keyring, cache: cache, downloader: downloader
        ).names(knownIn: cache)
      }
    }
  }
}

/// The names of one index, kept beside it: an index is some 55 MB of text, and its names are 2.
struct KeptNames {
  let cache: MediaCache
  /// What the index is called, whatever it holds.
  let index: String
  /// Of the index as it is now.
  let digest: String

  private static let readers = BlockingPool(limit: 2)

  /// - Parameter read: reads them from the index.
  func names(_ read: () async throws -> Set<String>) async throws -> Set<String> {
    if let kept = try await Self.readers.run({ kept() }) { return kept }
    let names = try await read()
    // They can be read again: a store that cannot be written loses nothing.
    try? records.keep(Data(([digest] + names.sorted()).joined(separator: "\n").utf8), of: key)
    return names
  }

  private func kept() -> Set<String>? {
    guard let bytes = records.value(of: key) else { return nil }
    let lines = [UInt8](bytes).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    return lines.first == digest ? Set(lines.dropFirst()) : nil
  }

  private var records: MediaRecords { MediaRecords(cache: cache, kind: .names) }

  private var key: String { sha256(index) }
}
