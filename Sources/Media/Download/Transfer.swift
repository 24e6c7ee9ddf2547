internal import Digests
private import Glibc

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
  private var pace: Pace
  private let room: DiskRoom
  /// How long the file may become before the disk is looked at again.
  private var roomUntil: Int64 = 0
  private var status = 0
  private var hasBody = false
  /// Bytes that the last answer announced; 0 where it did not.
  private var announced: Int64 = 0
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
      announced = 0
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = trimmed(line[line.index(after: colon)...])
    switch line[..<colon].lowercased() {
    case "etag": validators.etag = value
    case "last-modified": validators.lastModified = value
    case "content-length": announced = max(0, Int64(value) ?? .max)
    default: break
    }
  }

  /// - Returns: whether to go on.
  func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
    do {
      let isFirst = !hasBody
      if isFirst { try beginBody() }
      if let limit = request.sizeLimit, file.length + Int64(bytes.count) > limit {
        throw MediaError.tooLarge(url: request.url, limit: limit)
      }
      try checkRoom(for: Int64(bytes.count))
      if isFirst { try checkAnnouncement() }
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
    // Of a file whose bytes are known beforehand, the limit is its size.
    let size = request.isPinned ? request.sizeLimit ?? 0 : 0
    try room.check(file.partialPath, for: max(bytes, size - file.length))
    roomUntil = file.length + DiskRoom.step
  }

  /// What a server says of a length may be a lie, and another may have the file: so only this attempt ends.
  private func checkAnnouncement() throws {
    guard announced > 0, request.sizeLimit == nil else { return }
    do {
      try room.check(file.partialPath, for: announced)
    } catch MediaError.noRoom(_, _, let free, _) {
      throw GivenUp(.announcedTooMuch(url: request.url, bytes: announced, free: free))
    }
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
      failure = GivenUp(.transfer(url: request.url, reason: reason))
      return false
    }
    let before = status == 206 ? offset : 0
    progress?(
      DownloadProgress(
        url: request.url, received: before + received, total: total > 0 ? before.adding(total) : nil))
    return true
  }

  /// The digests of all bytes in the file; the SHA-512 only where it was asked for. Call it once, last.
  func finish() -> (sha256: String, sha512: String?) { (digest.finish(), longDigest?.finish()) }
}

/// What ends the attempt for its server's sake; what came so far is kept, for another to go on from.
struct GivenUp: Error {
  let error: MediaError

  init(_ error: MediaError) { self.error = error }
}

extension Int64 {
  /// The sum, or the largest number where a server says more than there are bytes in the world.
  fileprivate func adding(_ other: Int64) -> Int64 {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? .max : sum
  }
}

/// Keeps downloads from filling a disk.
private struct DiskRoom: Sendable {
  /// Bytes that must stay free.
  let minimum: Int64
  /// Asking the system for each piece would cost more than writing it.
  static let step: Int64 = 16 << 20

  /// - Parameters:
  ///   - path: a file on the disk.
  ///   - bytes: what is yet to be written.
  /// - Throws: `MediaError.noRoom` when less than the minimum would be left.
  func check(_ path: String, for bytes: Int64) throws(MediaError) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw systemError(path) }
    let free = Int64(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    guard free >= minimum, bytes <= free - minimum else {
      throw .noRoom(path: path, needed: bytes, free: free, minimum: minimum)
    }
  }
}

/// Tells a transfer that would never end from one that is slow.
///
/// Each stretch of time is judged by itself: one that began fast must go on fast.
private struct Pace {
  /// Bytes a second, on average over a stretch.
  let minimum: Int
  /// How long a stretch is.
  let grace: Duration
  private var start = ContinuousClock.now
  /// Bytes that had come when the stretch began.
  private var before: Int64 = 0

  init(minimum: Int, grace: Duration) {
    self.minimum = minimum
    self.grace = grace
  }

  /// Why a transfer should be given up; nil while it is fast enough.
  /// - Parameter received: bytes of this answer so far.
  mutating func fault(received: Int64) -> String? {
    let now = ContinuousClock.now
    let elapsed = start.duration(to: now)
    guard elapsed >= grace else { return nil }
    // After a redirect, they are counted anew.
    let bytes = received < before ? received : received - before
    (start, before) = (now, received)
    let seconds = elapsed / .seconds(1)
    guard Double(bytes) < Double(minimum) * seconds else { return nil }
    return "slower than \(minimum) bytes a second: \(bytes) bytes in \(Int(seconds)) s"
  }
}

/// A text without the blanks and line ends around it.
func trimmed(_ text: Substring) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
  let start = text.firstIndex { !isBlank($0) } ?? text.endIndex
  let end = text.lastIndex { !isBlank($0) }.map { text.index(after: $0) } ?? start
  return String(text[start..<end])
}
