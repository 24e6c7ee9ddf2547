import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// All that whoever does a job must know, wherever that is: what goes in; a stream of events comes out. `kiln run-job`
/// reads it as JSON.
public struct JobOrder: Sendable, Codable {
  /// Raised whenever an order means something else than before: run and worker may be different versions of Kiln.
  public static let currentFormat = 5

  public var format = Self.currentFormat
  /// One; or layers of one lineage, each after the one that it stands on, so that they can share an appliance.
  public var jobs: [Job]
  public var store: StorePlace
  public var settings: JobSettings
  /// Where the values of the secrets are found that the jobs' scripts name; never the values.
  public var secrets: [Secret]
  /// What guests run on; nil where whoever does the job finds out.
  public var accelerator: Accelerator?
  /// Processors of a libguestfs appliance.
  public var guestProcessors: Int

  /// A secret, by where its value is found.
  public struct Secret: Hashable, Sendable, Codable {
    public var source: SecretSource
    /// Of the value that the plan was made with (scrypt); nil where that is no matter.
    public var digest: String?
  }

  /// Where results go, as whoever does the job reaches it.
  public struct StorePlace: Hashable, Sendable, Codable {
    /// An absolute path.
    public var root: String
    /// A group whose members share the store.
    public var sharedGroup: String?

    public init(root: String, sharedGroup: String? = nil) {
      self.root = root
      self.sharedGroup = sharedGroup
    }
  }

  public init(
    jobs: [Job], store: StorePlace, settings: JobSettings, accelerator: Accelerator? = nil,
    guestProcessors: Int = 2
  ) {
    self.jobs = jobs
    self.store = store
    self.settings = settings
    self.accelerator = accelerator
    self.guestProcessors = guestProcessors
    secrets = Set(jobs.flatMap(\.secrets)).sorted { "\($0)" < "\($1)" }.map { Secret(source: $0) }
  }
}

extension Job {
  /// Those that its scripts name; of a finished image, those that any of its scripts named.
  fileprivate var secrets: [SecretSource] {
    let steps =
      switch task {
      case .layer(let task): task.layer.steps
      case .inspect: image.appliance.chain.flatMap(\.steps)
      default: [Step]()
      }
    return steps.flatMap { $0.action.secrets }.compactMap { image.appliance.secrets[$0] }
  }
}

extension JobOrder {
  /// What keeps it from being done, in words: names in it become names of files, and keys say what is published; nil for nothing.
  public var fault: String? {
    if jobs.isEmpty { return "it has no job" }
    return jobs.lazy.compactMap(fault).first
  }

  private func fault(of job: Job) -> String? {
    let (image, appliance) = (job.image, job.image.appliance)
    guard !image.layers.isEmpty, !appliance.chain.isEmpty else { return "\(job.name) has no layer" }
    guard (image.layers + [image.key, job.name.key]).allSatisfy(\.isComplete) else {
      return "\(job.name) has a key that is none"
    }
    var names = [appliance.name, appliance.version] + appliance.hardware.disks.map(\.name)
    if case .layer(let task) = job.task { names.append(task.layer.name.recipe) }
    if let odd = names.first(where: { !$0.isFileName }) {
      return "'\(odd)' in \(job.name) cannot be the name of a file"
    }
    if case .layer(let task) = job.task, !task.layer.isKeyed {
      return "the key of \(job.name) does not follow from what it is made of"
    }
    return nil
  }
}

/// Does what an order says: in this process, in another, or on another machine.
///
/// Nothing else is shared with the run: the order goes in, events of its phases and output come out, and the result is in the
/// store when the call returns.
public protocol Executor: Sendable {
  /// - Parameter events: told of all that happens but the end of the order's last job.
  /// - Returns: what came of the last job; nil when someone else has done it meanwhile.
  /// - Throws: why a job could not be done; `CancellationError` when the task was cancelled, with everything that was
  ///   started for the order ended.
  func perform(_ order: JobOrder, events: @escaping EventSink) async throws -> Completion?
}
