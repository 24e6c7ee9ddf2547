import Images

/// One unit of work of a run. Its result is in the store.
public struct Job: Hashable, Sendable, Codable {
  public let name: JobName
  /// The jobs that must end well before it.
  public let needs: [JobName]
  /// What it takes of a host while it runs.
  public let demand: Demand
  public let task: Task

  /// What is to be done: all that whoever does it must know of the plan.
  public indirect enum Task: Hashable, Sendable, Codable {
    case layer(LayerTask)
    case seal(SealTask)
    case convert(ConvertTask)
    case publish(PublishTask)
    case bootTest(BootTestTask)
    case inspect(InspectTask)
    case attest(AttestTask)
  }

  public init(name: JobName, needs: [JobName], task: Task) {
    self.name = name
    self.needs = needs
    self.task = task
    demand = task.content.demand
  }

  /// The same with another task of its kind.
  public func doing(_ task: Task) -> Job { Job(name: name, needs: needs, task: task) }

  /// The image that it belongs to, of those that want it.
  public var image: PlannedImage { task.content.image }

  /// Why it is done, for people.
  public var reason: String { task.content.why }
}

extension Job.Task {
  /// What the task says of itself, whichever it is.
  public var content: any TaskContent {
    switch self {
    case .layer(let task): task
    case .seal(let task): task
    case .convert(let task): task
    case .publish(let task): task
    case .bootTest(let task): task
    case .inspect(let task): task
    case .attest(let task): task
    }
  }
}

/// What every kind of task says of itself.
public protocol TaskContent: Hashable, Sendable, Codable {
  /// The image that it is done for, of those that want it.
  var image: PlannedImage { get }
  /// Why it is done, for people.
  var why: String { get }
  /// Processors that are busy throughout, and its guest's memory.
  var demand: Demand { get }
  /// What its duration is remembered by: what stays the same when a recipe changes.
  var subject: String { get }
  /// How long it usually takes in emulation, in seconds; a guess for one that was never done.
  var usualSeconds: Double { get }
  /// The stem of its log's file, where it writes one.
  var logName: String { get }
  /// What is being done before any part of the work is told of.
  var firstPhase: String? { get }
}

/// What people and programs know a job by.
public struct JobName: Hashable, Sendable, Codable, CustomStringConvertible {
  /// `layer`, `part` for disks or one format of an image, `image` for what completes it; then
  /// `check` for its boot test, `inspection` for a look into it, and `attestation` for signed statements of it.
  public let kind: Kind
  /// The layer's key, or the image's.
  public let key: LayerKey
  /// Such as `debian-13 (installed)`, or `web-1.2.0`; no two of a plan are alike.
  public let label: String

  public enum Kind: String, Sendable, Codable {
    case layer, part, image, check, inspection, attestation

    /// Whether an image is there before it, whatever becomes of it.
    public var isAfterImage: Bool { [.check, .inspection, .attestation].contains(self) }

    /// What is said of one that was not begun, since what it needs has failed.
    public var undone: String { isAfterImage ? "left out" : "not built" }
  }

  public init(kind: Kind, key: LayerKey, label: String) {
    self.kind = kind
    self.key = key
    self.label = label
  }

  public var description: String { label }
}
