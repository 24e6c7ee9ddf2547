import Jobs
import Machine
import Planning
import Recipes
import Storage

/// All that whoever does a job must know, wherever that is: what goes in; a stream of events comes out. `kiln run-job`
/// reads it as JSON.
public struct JobOrder: Sendable, Codable {
  /// Raised whenever an order means something else than before: run and worker may be different versions of Kiln.
  public static let currentFormat = 3

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
  /// Those that its scripts name.
  fileprivate var secrets: [SecretSource] {
    guard case .layer(let task) = task else { return [] }
    return task.layer.steps.flatMap { $0.action.secrets }.compactMap { image.appliance.secrets[$0] }
  }
}
