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

/// Looks for one file on all mirrors, by the lists of all mirrors.
private struct ListedFileSearch {
  let file: CheckedFile
  let list: SignedList
  let fetcher: MediaFetcher
  /// What lists say, in their order, each digest once; and the first list that says anything.
  private var digests: [FileDigest] = []
  private var named: String?
  private var tried: Set<Attempt> = []
  private var failures: [MediaError] = []
  private var isMoving = false

  private struct Attempt: Hashable {
    let digest: FileDigest
    let address: String
  }

  init(file: CheckedFile, list: SignedList, fetcher: MediaFetcher) {
    self.file = file
    self.list = list
    self.fetcher = fetcher
  }

  /// Asks one mirror for its list, then for the file. Where it cannot be told which address is the same mirror's, all are.
  mutating func ask(_ index: Int) async throws -> InstallerMedia.File? {
    let isPaired = list.addresses.count == file.addresses.count
    do {
      let digest = try await fetcher.digest(of: file, in: list, index)
      named = named ?? list.addresses[index]
      if !digests.contains(digest) { digests.append(digest) }
      return try await first(of: isPaired ? [file.addresses[index]] : file.addresses, with: digest)
    } catch let error as MediaError where error.isOfItsSource {
      failures.append(error)
      return nil
    }
  }

  /// Asks for what no mirror had beside its own list, wherever it was not asked for yet.
  mutating func askTheOthers() async throws -> InstallerMedia.File? {
    for digest in digests {
      if let found = try await first(of: file.addresses, with: digest) { return found }
    }
    return nil
  }

  /// Why there is no such file.
  var failure: MediaError {
    guard let named, isMoving else { return MediaError.together(failures) }
    return .inconsistent(archive: named, what: file.name, attempts: failures)
  }

  private mutating func first(
    of addresses: [String], with digest: FileDigest
  ) async throws -> InstallerMedia.File? {
    for address in addresses where tried.insert(Attempt(digest: digest, address: address)).inserted {
      do {
        return try await fetcher.download(file, digest, from: address)
      } catch let error as MediaError where error.isOfItsSource {
        failures.append(error)
        if error.isOfAnotherState { isMoving = true }
      }
    }
    return nil
  }
}

/// The digests of a list such as `SHA256SUMS`, `SHA512SUMS` or `CHECKSUM`.
///
/// Lines of two forms are read: `DIGEST  NAME` or `DIGEST *NAME`, and BSD's `SHA256 (NAME) = DIGEST`; both are described
/// in sha256sum(1) and sha512sum(1). All else is passed over: comments, sizes, digests of other kinds.
struct ChecksumLines {
  private var digests: [String: Set<FileDigest>] = [:]

  init(_ text: [UInt8]) {
    for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard let (name, written) = Self.tagged(line) ?? Self.plain(line) else { continue }
      if let digest = FileDigest(written) { digests[Self.clean(name), default: []].insert(digest) }
    }
  }

  /// The digest of a file, by its path from the list's folder; nil where the list has none.
  /// - Parameter url: where the list is from, for messages.
  /// - Throws: `MediaError.malformed` when it has several.
  func digest(of name: String, url: String) throws(MediaError) -> FileDigest? {
    let all = digests[Self.clean(name)] ?? []
    // A list may have both; the one that files are kept by is preferred.
    let short = all.filter { if case .sha256 = $0 { true } else { false } }
    let found = short.isEmpty ? all : short
    guard !found.isEmpty else { return nil }
    guard found.count == 1 else { throw .malformed(what: url, reason: "two digests for \(name)") }
    return found.first
  }

  private static func tagged(_ line: Substring) -> (name: Substring, digest: String)? {
    guard let start = ["SHA256 (", "SHA512 ("].first(where: line.hasPrefix),
      let end = line.range(of: ") = ", options: .backwards)
    else { return nil }
    return (line[..<end.lowerBound].dropFirst(start.count), trimmed(line[end.upperBound...]))
  }

  private static func plain(_ line: Substring) -> (name: Substring, digest: String)? {
    guard let end = line.firstIndex(where: { $0 == " " || $0 == "\t" }) else { return nil }
    let name = line[line.index(after: end)...]
    guard let mark = name.first, " *\t".contains(mark) else { return nil }
    return (name.dropFirst(), String(line[..<end]))
  }

  private static func clean(_ name: some StringProtocol) -> String {
    let name = trimmed(Substring(name))
    return name.hasPrefix("./") ? String(name.dropFirst(2)) : name
  }
}
