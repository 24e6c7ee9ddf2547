/// Looks for one file on all mirrors, by the lists of all mirrors.
struct ListedFileSearch {
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
