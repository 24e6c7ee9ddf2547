import Media

extension LayerJob {
  /// The suites that a Debian's or Ubuntu's packages are from, each on a mirror that has it, with its signature checked;
  /// less that of updates where it cannot be had and the site allows that.
  /// - Throws: `MediaError`.
  func archives(suite: String) async throws -> [SignedArchive] {
    var opened: [SignedArchive] = []
    for case .debian(let mirrors, let suite, let keyring, _)
      in appliance.debianArchives(suite: suite, security: workshop.options.securityMirror)
    {
      if let archive = try await open(suite, on: mirrors, keyring) { opened.append(archive) }
    }
    return opened
  }

  /// The suites that an image's own package sources must do without in this build: none, unless the site allows it.
  ///
  /// Package managers ask one mirror, so only that one counts.
  func missingSuites() async throws -> [String] {
    guard workshop.options.allowsMissingUpdates, !workshop.options.isOffline,
      let mirror = appliance.mirrors.first
    else { return [] }
    var missing: [String] = []
    for case .debian(_, let suite, let keyring, _)
      in appliance.debianArchives(suite: appliance.system.codename, security: nil)
    where isOptional(suite) {
      if try await open(suite, on: [mirror], keyring) == nil { missing.append(suite) }
    }
    return missing
  }

  private func isOptional(_ suite: String) -> Bool {
    workshop.options.allowsMissingUpdates && suite.hasSuffix("-updates")
  }

  /// - Returns: nil for one that may be missing, and is.
  private func open(_ suite: String, on mirrors: [String], _ keyring: String) async throws -> SignedArchive? {
    let fetcher = workshop.mediaFetcher(for: appliance)
    do {
      return try await SignedArchive.open(
        mirrors: mirrors, suite: suite, keyring: keyring, cache: fetcher.cache, downloader: fetcher.downloader
      )
    } catch let error as MediaError where isOptional(suite) {
      let message = "\(layer.name): goes on without \(suite), as the site allows: \(error)"
      log.write(message)
      workshop.events(.notice(message))
      return nil
    }
  }
}
