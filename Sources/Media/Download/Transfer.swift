internal import Digests

/// One attempt at one download, as libcurl's callbacks see it: where the bytes go and what they add up to.
final class Transfer {
  let request: DownloadRequest
  /// Where in the file this attempt begins, in bytes.
  let offset: Int64
  private let file: PartialFile
  private var digest = SHA256Stream()
  private let cancelled: CancellationFlag
  private let progress: Downloader.Progress?
  private var status = 0
  private var hasBody = false
  /// Of the last answer, after redirects.
  private(set) var validators = Validators()
  /// What ended the attempt from our side.
  private(set) var failure: (any Error)?

  init(
    _ request: DownloadRequest, to file: PartialFile, cancelled: CancellationFlag,
    progress: Downloader.Progress?
  ) throws(MediaError) {
    self.request = request
    self.file = file
    self.cancelled = cancelled
    self.progress = progress
    // Without a digest nothing would tell that the server's file has changed since.
    if request.sha256 == nil { try file.empty() }
    offset = file.length
    let digest = digest
    try file.read { digest.update($0) }
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
      try file.append(bytes)
      digest.update(bytes)
      return true
    } catch {
      failure = error
      return false
    }
  }

  /// A server that knows no ranges sends the whole file with status 200.
  private func beginBody() throws(MediaError) {
    hasBody = true
    guard offset > 0, status != 206 else { return }
    try file.empty()
    digest = SHA256Stream()
  }

  /// - Returns: whether to go on.
  func report(received: Int64, of total: Int64) -> Bool {
    guard !cancelled.isSet else {
      failure = CancellationError()
      return false
    }
    let before = status == 206 ? offset : 0
    progress?(
      DownloadProgress(
        url: request.url, received: before + received, total: total > 0 ? before + total : nil))
    return true
  }

  /// The digest of all bytes in the file. Call it once, last.
  func finish() -> String { digest.finish() }
}
