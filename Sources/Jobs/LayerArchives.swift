import Families
import Media

extension LayerJob {
  /// The suites that a Debian's or Ubuntu's packages are from, each on a mirror that has it, with its signature checked;
  /// less that of updates where it cannot be had and the site allows that.
  /// - Parameter last: mirrors that are asked after all others.
  /// - Throws: `MediaError`.
  public func archives(suite: String, last: Set<String> = []) async throws -> [SignedArchive] {
    let security = context.settings.securityMirror
    let archives = appliance.debianArchives(suite: suite, security: security).map { $0.asking(last: last) }
    return try await open(archives).opened
  }

  /// The suites that an image's own package sources must do without in this build: none, unless the site allows it.
  ///
  /// Package managers ask one mirror, so only that one counts.
  public func missingSuites() async throws -> [String] {
    guard context.settings.allowsMissingUpdates, let mirror = appliance.mirrors.first else { return [] }
    let archives = appliance.debianArchives(suite: appliance.system.codename, security: nil)
    let updates = archives.compactMap { archive -> PackageArchive? in
      guard case .debian(_, let suite, let keyring, let isSecurity) = archive, AptArchive.isUpdates(suite)
      else { return nil }
      return .debian(mirrors: [mirror], suite: suite, keyring: keyring, isSecurity: isSecurity)
    }
    return try await open(updates).missing
  }

  private func open(
    _ archives: [PackageArchive]
  ) async throws -> (opened: [SignedArchive], missing: [String]) {
    let fetcher = context.mediaFetcher(for: appliance)
    var missing: [String] = []
    let opened = try await SignedArchive.open(
      archives, asOf: appliance.pin?.snapshot?.date,
      allowsMissingUpdates: context.settings.allowsMissingUpdates, cache: fetcher.cache,
      downloader: fetcher.downloader
    ) { suite, error in
      let message = "\(layer.name): goes on without \(suite), as the site allows: \(error)"
      log.write(message)
      context.events(.notice(message))
      missing.append(suite)
    }
    return (opened, missing)
  }
}

extension PackageArchive {
  /// The same, with some mirrors after all others.
  public func asking(last: Set<String>) -> PackageArchive {
    guard case .debian(let mirrors, let suite, let keyring, let isSecurity) = self else { return self }
    func isLast(_ mirror: String) -> Bool { last.contains(mirror) || last.contains("\(mirror.dropLast())") }
    let order = mirrors.filter { !isLast($0) } + mirrors.filter(isLast)
    return .debian(mirrors: order, suite: suite, keyring: keyring, isSecurity: isSecurity)
  }
}
