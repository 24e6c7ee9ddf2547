public import Families
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
  static let components = [
    "main", "contrib", "non-free", "non-free-firmware", "restricted", "universe", "multiverse",
  ]
  private let cache: MediaCache
  private let downloader: Downloader

  public init(_ fetcher: MediaFetcher) {
    cache = fetcher.cache
    downloader = fetcher.downloader
  }

  /// - Parameters:
  ///   - asOf: the time of the snapshot that Debian's are; nil for archives as they are today.
  ///   - architecture: as the family's packages call it.
  ///   - names: of the packages that matter; all others are passed over.
  /// - Throws: `MediaError` for an archive that cannot be had or is not what it must be.
  public func read(
    _ archives: [PackageArchive], asOf: Date? = nil, format: PackageFormat, architecture: String,
    names: Set<String>
  ) async throws -> Reading {
    var reading = Reading(index: PackageIndex(format: format, architecture: architecture))
    for archive in archives {
      switch archive {
      case .debian(let mirrors, let suite, let keyring, let isSecurity):
        // Offline nobody can replay an old index: its age is told instead.
        let opened = try await SignedArchive.open(
          mirrors: mirrors, suite: suite, keyring: keyring, cache: cache, downloader: downloader,
          ignoresExpiry: downloader.isOffline, asOf: asOf)
        try await read(opened, names: names, isSecurity: isSecurity, into: &reading)
      case .rpm(let addresses, let keyring):
        let before = reading.index
        let (index, url) = try await inTurn(addresses) { address in
          try await read(address, mirrors: addresses, keyring: keyring, names: names, into: before)
        }
        reading.index = index
        note(url, in: &reading)
      }
    }
    return reading
  }

  /// Reads a repository on one mirror. Where its `repomd.xml` lists what is not there, or has the signature of another one,
  /// it is asked for once more: the mirror may have moved on in between.
  private func read(
    _ address: String, mirrors: [String], keyring: String?, names: Set<String>, into before: PackageIndex
  ) async throws -> (PackageIndex, url: String) {
    func once() async throws -> (PackageIndex, url: String) {
      let opened = try await RPMRepository.open(
        address, mirrors: mirrors, keyring: keyring, cache: cache, downloader: downloader)
      var index = before
      try await opened.add(names, to: &index)
      return (index, opened.url)
    }
    do {
      return try await once()
    } catch let error as MediaError where error.isOfTwoStates {
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

extension MediaError {
  /// Whether files that were fetched one after the other do not belong together.
  fileprivate var isOfTwoStates: Bool {
    switch self {
    case .inconsistent, .badSignature: true
    default: false
    }
  }
}

/// An archive that a system gets packages from.
public enum PackageArchive: Hashable, Sendable {
  /// One suite of a Debian archive.
  ///
  /// - mirrors: base URLs that are tried in turn.
  /// - isSecurity: whether it holds nothing but fixes of holes.
  case debian(mirrors: [String], suite: String, keyring: String, isSecurity: Bool)
  /// A repository of RPM packages.
  ///
  /// - addresses: of the folder that `repodata` is in, tried in turn.
  /// - keyring: what its metadata are signed with, where they are.
  case rpm(addresses: [String], keyring: String?)
}
