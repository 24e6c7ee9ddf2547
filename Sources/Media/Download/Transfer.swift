internal import Digests

/// One attempt at one download, as libcurl's callbacks see it: where the bytes go and what they add up to.
final class Transfer {
  let request: DownloadRequest
  /// Where in the file this attempt begins, in bytes.
  let offset: Int64
  private let file: PartialFile
  private var digest = SHA256Stream()
  /// Only where it is asked for: it costs time.
  private var longDigest: SHA512Stream?
  private let cancelled: CancellationFlag
  private let progress: Downloader.Progress?
  private let pace: Pace
  private let room: DiskRoom
  /// How long the file may become before the disk is looked at again.
  private var roomUntil: Int64 = 0
  private var status = 0
  private var hasBody = false
  /// Bytes of the whole file, as the server has it; 0 while it has not said.
  private var expected: Int64 = 0
  /// Of the last answer, after redirects.
  private(set) var validators = Validators()
  /// What ended the attempt from our side.
  private(set) var failure: (any Error)?

  init(
    _ request: DownloadRequest, to file: PartialFile, options: Downloader.Options,
    cancelled: CancellationFlag, progress: Downloader.Progress?
  ) throws(MediaError) {
    self.request = request
    self.file = file
    self.cancelled = cancelled
    self.progress = progress
    pace = Pace(minimum: options.minimumRate, grace: options.stallTimeout)
    room = DiskRoom(minimum: options.minimumFree)
    // Without a digest nothing would tell that the server's file has changed since.
    if !request.isPinned { try file.empty() }
    offset = file.length
    longDigest = request.sha512 == nil ? nil : SHA512Stream()
    let (digest, longDigest) = (digest, longDigest)
    try file.read {
      digest.update($0)
      longDigest?.update($0)
    }
  }

  func receive(header line: String) {
    if line.hasPrefix("HTTP/") {
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      validators = Validators()
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = trimmed(line[line.index(after: colon)...])
    switch line[..<colon].lowercased() {
    case "etag": validators.etag = value
    case "last-modified": validators.lastModified = value
    default: break
    }
  }

  /// - Returns: whether to go on.
  func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
    do {
      if !hasBody { try beginBody() }
      if let limit = request.sizeLimit, file.length + Int64(bytes.count) > limit {
        throw MediaError.tooLarge(url: request.url, limit: limit)
      }
      try checkRoom(for: Int64(bytes.count))
      try file.append(bytes)
      digest.update(bytes)
      longDigest?.update(bytes)
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func checkRoom(for bytes: Int64) throws(MediaError) {
    guard file.length + bytes > roomUntil else { return }
    try room.check(file.partialPath, for: max(bytes, expected - file.length))
    roomUntil = file.length + DiskRoom.step
  }

  /// Notes that the server announced more bytes than are allowed.
  func refuseLength() {
    failure = MediaError.tooLarge(url: request.url, limit: request.sizeLimit ?? 0)
  }

  /// A server that knows no ranges sends the whole file with status 200.
  private func beginBody() throws(MediaError) {
    hasBody = true
    guard offset > 0, status != 206 else { return }
    try file.empty()
    digest = SHA256Stream()
    if longDigest != nil { longDigest = SHA512Stream() }
  }

  /// - Returns: whether to go on.
  func report(received: Int64, of total: Int64) -> Bool {
    guard !cancelled.isSet else {
      failure = CancellationError()
      return false
    }
    if let reason = pace.fault(received: received) {
      failure = TooSlow(reason: reason)
      return false
    }
    let before = status == 206 ? offset : 0
    expected = total > 0 ? before + total : 0
    progress?(
      DownloadProgress(
        url: request.url, received: before + received, total: total > 0 ? before + total : nil))
    return true
  }

  /// The digests of all bytes in the file; the SHA-512 only where it was asked for. Call it once, last.
  func finish() -> (sha256: String, sha512: String?) { (digest.finish(), longDigest?.finish()) }
}
