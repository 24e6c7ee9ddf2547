private import Files
private import Synchronization

/// Downloads over HTTP with libcurl, several at a time, each into its place whole or not at all.
///
/// Transfers run on threads of their own and keep their connections for the next one.
public final class Downloader: Sendable {
  /// Called from a transfer's own thread, often; once more when it has ended.
  public typealias Progress = @Sendable (DownloadProgress) -> Void

  public struct Options: Hashable, Sendable {
    /// The proxy's URL; nil for none. The environment's is never used.
    public var proxy: String?
    public var connectTimeout: Duration
    /// How long a transfer may stand still, or be slower than the minimum rate. Whole seconds.
    public var stallTimeout: Duration
    /// Bytes a second that a transfer must have, on average over each such time.
    public var minimumRate: Int
    /// Bytes that must stay free on the disk.
    public var minimumFree: Int64
    /// How many transfers run at a time.
    public var parallel: Int
    /// How often a transfer that broke off, or that the server was too busy for, is tried again.
    public var retries: Int
    /// Opens no connection: every download is an error.
    public var isOffline: Bool

    public init(
      proxy: String? = nil, connectTimeout: Duration = .seconds(20), stallTimeout: Duration = .seconds(60),
      minimumRate: Int = 4096, minimumFree: Int64 = 0, parallel: Int = 6, retries: Int = 4,
      isOffline: Bool = false
    ) {
      self.proxy = proxy
      self.connectTimeout = connectTimeout
      self.stallTimeout = stallTimeout
      self.minimumRate = minimumRate
      self.minimumFree = minimumFree
      self.parallel = parallel
      self.retries = retries
      self.isOffline = isOffline
    }
  }

  private let options: Options
  private let progress: Progress?
  private let pool: BlockingPool
  private let idle = Mutex<[CurlHandle]>([])

  /// - Parameter progress: hears of every transfer.
  public init(_ options: Options = Options(), progress: Progress? = nil) {
    self.options = options
    self.progress = progress
    pool = BlockingPool(limit: options.parallel)
  }

  /// Whether it opens no connection.
  public var isOffline: Bool { options.isOffline }

  /// Downloads to `path`, whose folder must exist. What is there is replaced in one step, when the new bytes are
  /// complete, verified and on the disk.
  ///
  /// A download with a digest that breaks off leaves `path.part`, and the next one goes on from there.
  /// - Throws: `MediaError`, or `CancellationError` when the task is cancelled.
  public func download(_ request: DownloadRequest, to path: String) async throws -> DownloadResult {
    guard !isOffline else { throw MediaError.offline(url: request.url) }
    let flag = CancellationFlag()
    return try await withTaskCancellationHandler {
      try await pool.run { try self.blockingDownload(request, to: path, cancelled: flag) }
    } onCancel: {
      flag.set()
    }
  }

  private func blockingDownload(
    _ request: DownloadRequest, to path: String, cancelled: CancellationFlag
  ) throws -> DownloadResult {
    let file = try PartialFile(for: path) { cancelled.isSet }
    if let present = presentFile(request, path) {
      file.remove()
      return present
    }
    var end = DownloadProgress(url: request.url, received: 0)
    defer { progress?(end) }
    do {
      let result = try blockingDownload(request, to: file, cancelled: cancelled)
      end.received = file.length
      end.state = .done
      return result
    } catch {
      end.state = .failed("\(error)")
      if !request.isPinned || file.length == 0 { file.remove() }
      throw error
    }
  }

  private func blockingDownload(
    _ request: DownloadRequest, to file: PartialFile, cancelled: CancellationFlag
  ) throws -> DownloadResult {
    var retries = Retries(left: options.retries)
    while true {
      let transfer = try Transfer(
        request, to: file, options: options, cancelled: cancelled, progress: progress)
      let (status, failure) = try perform(transfer)
      if let ending = try retries.judge(transfer, file, status: status, failure: failure) { return ending }
    }
  }

  private func perform(_ transfer: Transfer) throws(MediaError) -> (Int, String?) {
    let handle: CurlHandle
    if let waiting = idle.withLock({ $0.popLast() }) { handle = waiting } else { handle = try CurlHandle() }
    defer { idle.withLock { $0.append(handle) } }
    return handle.perform(transfer, options: options)
  }
}

/// What to download, and what to hold it against.
public struct DownloadRequest: Hashable, Sendable {
  /// An `http` or `https` URL, already percent-encoded where it must be.
  public var url: String
  /// The SHA-256 that the bytes must have, in hexadecimal. Only a download with one is resumed.
  public var sha256: String?
  /// The SHA-512 that they must have, in hexadecimal.
  public var sha512: String?
  /// The most bytes to take.
  public var sizeLimit: Int64?
  /// What the server said about the copy that is there already; the answer may then be "not modified".
  public var validators: Validators?

  /// Whether it is known beforehand what the bytes must be.
  var isPinned: Bool { sha256 != nil || sha512 != nil }

  public init(
    url: String, sha256: String? = nil, sha512: String? = nil, sizeLimit: Int64? = nil,
    validators: Validators? = nil
  ) {
    self.url = url
    self.sha256 = sha256?.lowercased()
    self.sha512 = sha512?.lowercased()
    self.sizeLimit = sizeLimit
    self.validators = validators
  }
}

/// What identifies one version of a document to its server (RFC 9110, section 8.8).
public struct Validators: Hashable, Sendable, Codable {
  public var etag: String?
  public var lastModified: String?

  public init(etag: String? = nil, lastModified: String? = nil) {
    self.etag = etag
    self.lastModified = lastModified
  }

  var requestHeaders: [String] {
    [etag.map { "If-None-Match: \($0)" }, lastModified.map { "If-Modified-Since: \($0)" }].compactMap(\.self)
  }
}

/// How a download ended.
public enum DownloadResult: Hashable, Sendable {
  /// The file is in its place, whole.
  case downloaded(Downloaded)
  /// The server says that the copy which the validators name is current; nothing was written.
  case notModified

  /// What a finished download is.
  public struct Downloaded: Hashable, Sendable {
    /// Of the whole file, in hexadecimal.
    public var sha256: String
    /// Of the whole file, in bytes.
    public var size: Int64
    public var validators: Validators
  }
}

/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
  public var url: String
  /// Bytes there so far, with those of an earlier attempt.
  public var received: Int64
  /// Bytes altogether; nil while the server has not said.
  public var total: Int64?
  public var state = Stage.running

  /// Whether more will come.
  public enum Stage: Hashable, Sendable {
    case running
    /// Whole, verified and in its place.
    case done
    /// Given up, for this reason.
    case failed(String)
  }
}

/// Set once, from the task that gives up; read by the thread that works for it.
final class CancellationFlag: Sendable {
  private let value = Atomic(false)

  var isSet: Bool { value.load(ordering: .relaxed) }

  func set() { value.store(true, ordering: .relaxed) }
}
