import Images
import Planning
import Storage

/// How a run went, image by image and job by job.
public struct BuildReport: Sendable, Codable {
  public var images: [Image] = []
  /// In the order in which they ended; those that there was nothing to do for are not among them.
  public var jobs: [JobReport] = []

  public init(images: [Image] = [], jobs: [JobReport] = []) {
    self.images = images
    self.jobs = jobs
  }

  /// Whether all that was asked for is there.
  public var isComplete: Bool { images.allSatisfy { $0.outcome.isGood } }

  /// One image.
  public struct Image: Sendable, Codable {
    public var name: String
    public var version: String
    public var outcome: JobOutcome
    /// As the store keeps it; nil when it is not there.
    public var build: BuildID?
    /// The copy of its system disk; nil when there is none.
    public var path: String?
    /// Of its own jobs together.
    public var seconds: Double
    /// Why it is not there; nil when it is.
    public var error: String?
    /// How it booted, where that was asked for; nil also where there is none to boot.
    public var boot: BootResult?

    public init(
      name: String, version: String, outcome: JobOutcome, build: BuildID? = nil, path: String? = nil,
      seconds: Double,
      error: String? = nil, boot: BootResult? = nil
    ) {
      self.name = name
      self.version = version
      self.outcome = outcome
      self.build = build
      self.path = path
      self.seconds = seconds
      self.error = error
      self.boot = boot
    }
  }
}

/// What became of a job, or of an image.
public enum JobOutcome: String, Sendable, Codable {
  case built, reused, failed
  /// Something that it needs failed, or the run ended before its turn.
  case skipped

  /// Whether it is there.
  public var isGood: Bool { self == .built || self == .reused }
}

/// How one job went.
public struct JobReport: Sendable, Codable {
  public var name: JobName
  /// The appliance that it belongs to.
  public var appliance: String
  public var outcome: JobOutcome
  /// Seconds from the start of the run to its own.
  public var start: Double = 0
  public var seconds: Double = 0
  /// Why it was done; nil when it was not.
  public var reason: String?
  public var error: String?
  /// What a boot test found.
  public var boot: BootResult?

  public init(
    name: JobName, appliance: String, outcome: JobOutcome, start: Double = 0, seconds: Double = 0,
    reason: String? = nil, error: String? = nil, boot: BootResult? = nil
  ) {
    self.name = name
    self.appliance = appliance
    self.outcome = outcome
    self.start = start
    self.seconds = seconds
    self.reason = reason
    self.error = error
    self.boot = boot
  }
}
