import Failures
import Images
import Planning
import Storage
import Synchronization

/// What happens during a run, as it happens: here, or on whatever machine a job is done.
public enum BuildEvent: Hashable, Sendable {
  /// What the run will do; seconds that it is thought to take, where earlier runs tell.
  case planned(jobs: Int, seconds: Double)
  /// A job's turn has come; why, and what it took last time in seconds.
  case started(JobName, reason: String, expected: Double?)
  /// What is asked for is there already: a layer in the store, or an image in the output folder, with its path.
  case reused(JobName, path: String?)
  /// Someone else does the same job.
  case waiting(JobName, holder: String)
  /// A part of the work, such as `partitioning`.
  case phase(JobName, String)
  /// A line of output.
  case output(JobName, String)
  /// A download begins, goes on or ends.
  case transfer(FileTransfer)
  case finished(JobName, Completion)
  case failed(JobName, FailureRecord)
  /// A job that cannot be done because another one failed.
  case skipped(JobName, because: JobName)
  /// Something worth knowing, such as the accelerator's verdict.
  case notice(String)
}

/// A job that ended well.
public struct Completion: Hashable, Sendable, Codable {
  public var seconds: Double
  /// Of an image that was sealed.
  public var build: BuildID?
  /// Where the image's copy is; nil where there is none.
  public var path: String?
  /// Of the image's files together.
  public var bytes: UInt64?
  /// What a boot test found, whether the image has passed it or not.
  public var boot: BootResult?

  public init(
    seconds: Double, build: BuildID? = nil, path: String? = nil, bytes: UInt64? = nil, boot: BootResult? = nil
  ) {
    self.seconds = seconds
    self.build = build
    self.path = path
    self.bytes = bytes
    self.boot = boot
  }
}

/// Takes events from any thread.
public typealias EventSink = @Sendable (BuildEvent) -> Void

/// How far a download is.
public struct FileTransfer: Sendable, Hashable {
  public var url: String
  /// Bytes there so far, with those of an earlier attempt.
  public var received: UInt64
  /// Bytes altogether; nil while the server has not said.
  public var total: UInt64?
  /// Bytes a second since it began.
  public var speed: Double
  public var state: Stage

  /// Whether more will come.
  public enum Stage: Sendable, Hashable {
    case running
    case done(Duration)
    /// Given up, for this reason; another mirror may follow.
    case failed(String)
  }
}

/// Remembers what a layer's build was at.
public final class LastPhase: Sendable {
  private let last = Mutex<String?>(nil)

  public init() {}

  public var name: String? { last.withLock { $0 } }

  public func note(_ event: BuildEvent) {
    if case .phase(_, let name) = event { last.withLock { $0 = name } }
  }
}
