public import Foundation

/// Reads the indexes of archives: each from its server when that has another than the one that is cached.
public struct PackageIndexReader: Sendable {
  /// What archives have, and where that is from.
  public struct Reading: Hashable, Sendable {
    public var index: PackageIndex
    public var sources: [Source] = []
  }

  /// One archive as it was read.
  public struct Source: Hashable, Sendable, Codable {
    public var url: String
    /// When the server was last asked about it.
    public var asked: Date

    public init(url: String, asked: Date) {
      self.url = url
      self.asked = asked
    }
  }

  /// Components of Debian's and Ubuntu's archives; an archive that lacks one is no error.
  private static let components = [
    "main", "contrib", "non-free", "non-free-firmware", "restricted", "universe", "multiverse",
  ]
  private let cache: MediaCache
  private let downloader: Downloader

  public init(_ fetcher: MediaFetcher) {
    cache = fetcher.cache
    downloader = fetcher.downloader
  }

  /// - Parameters:
  ///   - architecture: as the family's packages call it.
  ///   - names: of the packages that matter; all others are passed over.
  /// - Throws: `MediaError` for an archive that cannot be had or is not what it must be.
  public func read(
    _ archives: [PackageArchive], format: PackageFormat, architecture: String, names: Set<String>
  ) async throws -> Reading {
    var reading = Reading(index: PackageIndex(format: format, architecture: architecture))
    for archive in archives {
      switch archive {
      case .debian(let mirrors, let suite, let keyring, let isSecurity):
        // Offline nobody can replay an old index: its age is told instead.
        let opened = try await SignedArchive.open(
          mirrors: mirrors, suite: suite, keyring: keyring, cache: cache, downloader: downloader,
          ignoresExpiry: downloader.isOffline)
        try await read(opened, names: names, isSecurity: isSecurity, into: &reading)
      case .rpm(let addresses, let keyring):
        let before = reading.index
        let (index, url) = try await inTurn(addresses) { address in
          try await read(address, keyring: keyring, names: names, into: before)
        }
        reading.index = index
        note(url, in: &reading)
      }
    }
    return reading
  }

  /// Reads a repository on one mirror. Where its `repomd.xml` lists what is not there, it is asked for once more: the mirror
  /// may have moved on in between.
  private func read(
    _ address: String, keyring: String?, names: Set<String>, into before: PackageIndex
  ) async throws -> (PackageIndex, url: String) {
    func once() async throws -> (PackageIndex, url: String) {
      let opened = try await RPMRepository.open(
        address, keyring: keyring, cache: cache, downloader: downloader)
      var index = before
      try await opened.add(names, to: &index)
      return (index, opened.url)
    }
    do {
      return try await once()
    } catch MediaError.inconsistent {
      return try await once()
    }
  }

  private func read(
    _ archive: SignedArchive, names: Set<String>, isSecurity: Bool, into reading: inout Reading
  ) async throws {
    for component in Self.components {
      let name = SignedArchive.index(component, reading.index.architecture)
      guard archive.lists(name) else { continue }
      for package in try await archive.versions(of: names, in: name) {
        reading.index.add(package)
        if isSecurity { reading.index.addFix(package) }
      }
    }
    note("\(archive.mirror)/dists/\(archive.suite)/InRelease", in: &reading)
  }

  private func note(_ url: String, in reading: inout Reading) {
    reading.sources.append(Source(url: url, asked: cache.asked(for: url) ?? .now))
  }
}
