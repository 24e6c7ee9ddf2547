private import Foundation

/// Files of which a signed list has the digest.
///
/// Each mirror has a list and a file of its own, and they need not be of one state: a list may be newer than the file beside it.
extension MediaFetcher {
  /// The file as any mirror's list has it: each list is held first against its own mirror's file, then against the others'.
  /// - Throws: `MediaError.inconsistent` where a list names what mirrors answer that they do not have.
  func listed(_ file: CheckedFile, by list: SignedList) async throws -> InstallerMedia.File {
    var search = ListedFileSearch(file: file, list: list, fetcher: self)
    for index in list.addresses.indices {
      if let found = try await search.ask(index) { return found }
    }
    if let found = try await search.askTheOthers() { return found }
    throw search.failure
  }

  /// What the lists of all mirrors say, each digest once.
  func digests(of file: CheckedFile, in list: SignedList) async throws -> [FileDigest] {
    var found: [FileDigest] = []
    var failures: [MediaError] = []
    for index in list.addresses.indices {
      do {
        let digest = try await digest(of: file, in: list, index)
        if !found.contains(digest) { found.append(digest) }
      } catch let error as MediaError where error.isOfItsSource {
        failures.append(error)
      }
    }
    guard !found.isEmpty else { throw MediaError.together(failures) }
    return found
  }

  /// What the list at one of its addresses says.
  func digest(
    of file: CheckedFile, in list: SignedList, _ index: Int
  ) async throws -> FileDigest {
    let url = list.addresses[index]
    let times = StateTimes(
      cache: cache, addresses: list.addresses, keyring: list.keyring,
      lag: policy.isStrict ? 0 : TimeInterval(policy.maximumAge.components.seconds))
    let check = SignatureCheck(keyring: list.keyring, url: url, times: times)
    let text = try await cache.document(at: url, with: downloader) { document in
      guard index < list.signatures.count else { return try await check.signedText(of: document) }
      return try await cache.document(at: list.signatures[index], with: downloader) { signature in
        try await check.signedText(of: document, detached: signature)
      }
    }
    let name = Self.name(of: file, in: list)
    guard let digest = try ChecksumLines(text).digest(of: name, url: url) else {
      throw MediaError.absent(what: "SHA-256 or SHA-512 of \(name)", from: url)
    }
    return digest
  }

  /// What a list calls a file: its path from the list's folder, or its name when it is from somewhere else.
  private static func name(of file: CheckedFile, in list: SignedList) -> String {
    let folders = list.addresses.map { $0[...($0.lastIndex(of: "/") ?? $0.startIndex)] }
    let below = file.addresses.compactMap { address in
      folders.first { address.hasPrefix($0) }.map { String(address.dropFirst($0.count)) }
    }
    let name = below.first ?? file.name
    return name.removingPercentEncoding ?? name
  }
}
