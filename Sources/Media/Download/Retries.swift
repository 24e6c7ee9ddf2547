private import Digests
private import Glibc

/// Decides after each attempt at a download: done, again, or an error.
struct Retries {
  /// How many more may follow one that broke off.
  private var left: Int
  /// The pause before the next one, in microseconds: 0.2 s, 0.4 s, 0.8 s…
  private var pause: UInt32 = 100_000

  init(left: Int) {
    self.left = left
  }

  /// - Returns: the result; nil to try once more.
  mutating func judge(
    _ transfer: Transfer, _ file: PartialFile, status: Int, failure: String?
  ) throws -> DownloadResult? {
    // No further attempt at the same server: another mirror may be faster, and goes on from what is here.
    if let given = transfer.failure as? GivenUp { throw given.error }
    if let error = transfer.failure {
      if error is MediaError { try file.empty() }
      throw error
    }
    if let failure { return try again(transfer, file, status: status, failure: failure) }
    if status == 304 {
      guard transfer.request.validators?.requestHeaders.isEmpty == false else {
        throw MediaError.transfer(
          url: transfer.request.url, reason: "HTTP status 304 (not modified), which was not asked for")
      }
      file.remove()
      return .notModified
    }
    return try complete(transfer, file)
  }

  private mutating func again(
    _ transfer: Transfer, _ file: PartialFile, status: Int, failure: String
  ) throws -> DownloadResult? {
    let url = transfer.request.url
    // 416: what is there already is longer than the server's file.
    if status == 416 && transfer.offset > 0 {
      try file.empty()
      return nil
    }
    let brokeOff = status < 400
    guard left > 0, brokeOff || status >= 500 else {
      throw brokeOff
        ? MediaError.transfer(url: url, reason: failure) : MediaError.status(url: url, status: status)
    }
    left -= 1
    pause *= 2
    usleep(pause)
    return nil
  }

  private func complete(_ transfer: Transfer, _ file: PartialFile) throws -> DownloadResult? {
    let actual = transfer.finish()
    if let (expected, actual) = transfer.request.difference(from: actual) {
      let resumed = transfer.offset > 0
      try file.empty()
      // The bytes of the earlier attempt may be to blame: once more from the start.
      if resumed { return nil }
      throw MediaError.wrongDigest(what: transfer.request.url, expected: expected, actual: actual)
    }
    let size = file.length
    try file.commit()
    return .downloaded(.init(sha256: actual.sha256, size: size, validators: transfer.validators))
  }
}

extension DownloadRequest {
  /// The digest that is another than it must be, with what it is; nil when there is none.
  fileprivate func difference(
    from actual: (sha256: String, sha512: String?)
  ) -> (expected: String, actual: String)? {
    if let sha256, sha256 != actual.sha256 { return (sha256, actual.sha256) }
    if let sha512, sha512 != actual.sha512 { return (sha512, actual.sha512 ?? "") }
    return nil
  }
}

/// The finished file, when another process put it there with the digest that is wanted.
func presentFile(_ request: DownloadRequest, _ path: String) -> DownloadResult? {
  var status = stat()
  guard let wanted = request.sha256, stat(path, &status) == 0, (try? sha256(file: path)) == wanted else {
    return nil
  }
  return .downloaded(.init(sha256: wanted, size: Int64(status.st_size), validators: Validators()))
}
