import Failures
import Foundation
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

  /// Whether all that was asked for is there, and nothing is known against it.
  public var isComplete: Bool { images.allSatisfy { $0.outcome.isGood && $0.boot?.outcome != .failed } }

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
    /// Why it is not there, or must not be handed out; nil when all is well.
    public var failure: FailureRecord?
    /// How it booted, where that was asked for; nil also where there is none to boot.
    public var boot: BootResult?

    public init(
      name: String, version: String, outcome: JobOutcome, build: BuildID? = nil, path: String? = nil,
      seconds: Double,
      failure: FailureRecord? = nil, boot: BootResult? = nil
    ) {
      self.name = name
      self.version = version
      self.outcome = outcome
      self.build = build
      self.path = path
      self.seconds = seconds
      self.failure = failure
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
  /// Why it was not done, or found wanting; nil when all is well.
  public var failure: FailureRecord?
  /// What a boot test found.
  public var boot: BootResult?

  public init(
    name: JobName, appliance: String, outcome: JobOutcome, start: Double = 0, seconds: Double = 0,
    reason: String? = nil, failure: FailureRecord? = nil, boot: BootResult? = nil
  ) {
    self.name = name
    self.appliance = appliance
    self.outcome = outcome
    self.start = start
    self.seconds = seconds
    self.reason = reason
    self.failure = failure
    self.boot = boot
  }
}

extension JobReport {
  /// Whether it was to tell what an image is, or to sign that, and did not come to a good end.
  fileprivate func isWanting(of image: PlannedImage) -> Bool {
    [image.inspectionName, image.attestationName].contains(name) && !outcome.isGood
  }
}

/// What became of each image, once all jobs of a run have ended.
struct Conclusion {
  let jobs: [JobReport]
  let boots: BootRecords
  let images: ImageRepository
  let delivery: ImageDelivery
  /// Whether boot tests were wanted.
  let isBootTested: Bool

  func result(of image: PlannedImage) -> BuildReport.Image {
    let own = jobs.first { $0.name == image.jobName }
    let seconds = jobs.filter { $0.appliance == image.appliance.name && $0.name.kind != .check }
      .reduce(0) { $0 + $1.seconds }
    var result = BuildReport.Image(
      name: image.appliance.name, version: image.appliance.version, outcome: own?.outcome ?? .reused,
      seconds: seconds)
    guard result.outcome.isGood else { return failed(image, own, result) }
    let manifest = images.build(of: image)
    result.build = manifest?.id
    result.path = manifest.map(delivery.path)
    if isBootTested { result.boot = bootResult(image, jobs.first { $0.name == image.bootTestName }) }
    if let found = jobs.first(where: { $0.isWanting(of: image) }) {
      (result.outcome, result.failure) = (found.outcome, found.failure)
    }
    return result
  }

  /// The failure itself says more than what follows from it.
  private func failed(
    _ image: PlannedImage, _ own: JobReport?, _ result: BuildReport.Image
  ) -> BuildReport.Image {
    let keys = Set(image.layers + [image.key])
    let cause = jobs.first {
      $0.outcome == .failed && keys.contains($0.name.key) && $0.appliance == result.name
    }
    var result = result
    result.outcome = cause?.outcome ?? result.outcome
    result.failure = cause?.failure ?? own?.failure
    return result
  }

  /// How an image has booted, now or before.
  private func bootResult(_ image: PlannedImage, _ job: JobReport?) -> BootResult? {
    if let result = job?.boot { return result }
    let now = Date.now.inWholeSeconds
    if let job, let failure = job.failure {
      return BootResult(
        outcome: job.outcome == .failed ? .failed : .unchecked, when: now, message: failure.message)
    }
    return images.build(of: image).flatMap { boots.result(of: $0.descriptor) }
  }
}
