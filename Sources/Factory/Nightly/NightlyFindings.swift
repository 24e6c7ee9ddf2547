import Builds
import Failures
import Foundation
import Images
import Planning

/// All that a report is made of, found out by whoever ran the night; the report itself is a pure function of it.
struct NightlyFindings: Sendable {
  var images: [PlannedImage] = []
  var build = BuildReport()
  /// Seconds from the start of the run to that of the build.
  var buildStart = 0.0
  /// Bytes of layers and builds of images that were freed.
  var freed: UInt64?
  /// By appliance, as are all that follow.
  var descriptors: [String: NightlyReport.Image] = [:]
  var builds: [String: BuildFindings] = [:]
  var logs: [String: [String]] = [:]
  /// Appliances whose recipes are wrong.
  var refused: [NightlyRefusal] = []
  var problems: [String] = []
  /// Recipe files that cannot be read.
  var unreadable: [String] = []
  /// Why the build did not begin, or spoiled all images; nil where it did neither.
  var stop: String?
  /// Jobs whose turn had come.
  var begun: Set<JobName> = []
  var isInterrupted = false
  var notices: [String] = []
  /// Earlier runs, the last one first.
  var earlier: [NightlyReport] = []
  /// The packages of a layer, version by name; nil where they are not known.
  var packages: @Sendable (LayerKey) -> [String: String]? = { _ in nil }
}

/// An appliance that was asked for and cannot be planned.
public struct NightlyRefusal: Hashable, Sendable {
  public var name: String
  public var parent: String?
  /// What is wrong, in lines.
  public var message: String

  public init(name: String, parent: String?, message: String) {
    self.name = name
    self.parent = parent
    self.message = message
  }
}

extension NightlyFindings {
  /// What became of each appliance, parents before their children.
  var appliances: [NightlyReport.Appliance] {
    let planned = zip(images, build.images).map(appliance)
    let unplanned = images.dropFirst(build.images.count).map(unbuilt)
    return (planned + unplanned + refused.map(appliance)).inTreeOrder
  }

  /// What was done, in the order of beginning.
  var jobs: [NightlyReport.Job] {
    let done = build.jobs.filter { $0.outcome != .skipped }.map { job in
      NightlyReport.Job(
        kind: job.name.kind, label: job.name.label, appliance: job.appliance, outcome: job.outcome,
        start: buildStart + job.start, seconds: job.seconds, reason: job.reason)
    }
    return done.sorted { ($0.start, $0.label) < ($1.start, $1.label) }
  }

  private func appliance(_ image: PlannedImage, _ result: BuildReport.Image) -> NightlyReport.Appliance {
    let name = result.name
    var appliance = blank(image, outcome: result.outcome)
    appliance.reasons = reasons(of: image)
    appliance.seconds = result.seconds
    appliance.logs = logs[name] ?? []
    appliance.failure =
      result.failure.map { NightlyReport.Failure($0) }
      ?? (wasInterrupted(result) ? NightlyReport.Failure("interrupted while building") : nil)
    // One that fails for what was found in it has them, too.
    appliance.findings = builds[name]
    guard result.outcome.isGood else { return appliance }
    appliance.image = descriptors[name]
    appliance.change = appliance.image.flatMap { change(of: name, to: $0) }
    appliance.boot = result.boot
    return appliance
  }

  /// One that the run did not come to.
  private func unbuilt(_ image: PlannedImage) -> NightlyReport.Appliance {
    var appliance = blank(image, outcome: .skipped)
    appliance.failure = stop.map { NightlyReport.Failure($0) }
    return appliance
  }

  /// Whether a job of its own was running when the run ended.
  private func wasInterrupted(_ image: BuildReport.Image) -> Bool {
    isInterrupted && image.outcome == .skipped
      && build.jobs.contains {
        $0.appliance == image.name && $0.outcome == .skipped && begun.contains($0.name)
      }
  }

  private func appliance(_ refusal: NightlyRefusal) -> NightlyReport.Appliance {
    var failure = NightlyReport.Failure(refusal.message)
    failure.cause = "recipe"
    return NightlyReport.Appliance(
      name: refusal.name, parent: refusal.parent, outcome: .failed, reasons: [], seconds: 0, failure: failure,
      logs: [])
  }

  private func blank(_ image: PlannedImage, outcome: JobOutcome) -> NightlyReport.Appliance {
    let appliance = image.appliance
    return NightlyReport.Appliance(
      name: appliance.name, version: appliance.version, title: appliance.title,
      parent: appliance.chain.dropLast().last?.recipe, outcome: outcome, reasons: [], seconds: 0, logs: [])
  }

  /// Why layers of its chain were built, also those that were built for another appliance first.
  private func reasons(of image: PlannedImage) -> [String] {
    let keys = Set(image.layers)
    return build.jobs.filter { $0.name.kind == .layer && $0.outcome == .built && keys.contains($0.name.key) }
      .compactMap { job in job.reason.map { "\(job.name): \($0)" } }
  }

  private func change(of name: String, to image: NightlyReport.Image) -> NightlyReport.Change? {
    for report in earlier {
      guard let old = report.appliances.first(where: { $0.name == name })?.image else { continue }
      let isSame = old.layer == image.layer
      let names = isSame ? [:] : packages(old.layer)
      let byName = names.flatMap { old in
        (isSame ? [:] : packages(image.layer)).map { PackageChanges(from: old, to: $0) }
      }
      return NightlyReport.Change(
        since: report.start, bytes: Int64(image.bytes) - Int64(old.bytes),
        packages: image.packages - old.packages, byName: byName)
    }
    return nil
  }
}

extension NightlyReport.Failure {
  init(_ record: FailureRecord) {
    self.init(
      cause: record.cause.rawValue, message: record.message, advice: record.advice,
      lastLines: record.evidence.flatMap(\.lines),
      screenshot: record.files.first { $0.kind == .screenshot }?.path)
  }

  /// The first line of an error is its message; what follows is what was seen.
  init(_ error: String) {
    let lines = error.split(separator: "\n").map(String.init)
    self.init(message: lines.first ?? error, lastLines: Array(lines.dropFirst()))
  }
}

extension [NightlyReport.Appliance] {
  /// Each after its parent and before its parent's next child; in the order of names otherwise.
  var inTreeOrder: Self {
    let names = Set(map(\.name))
    let children = Dictionary(grouping: self) { $0.parent.flatMap { names.contains($0) ? $0 : nil } ?? "" }
    var ordered: Self = []
    func add(_ appliance: NightlyReport.Appliance) {
      // Wrong recipes may be each other's parents.
      guard !ordered.contains(where: { $0.name == appliance.name }) else { return }
      ordered.append(appliance)
      children[appliance.name, default: []].sorted { $0.name < $1.name }.forEach(add)
    }
    children["", default: []].sorted { $0.name < $1.name }.forEach(add)
    sorted { $0.name < $1.name }.forEach(add)
    return ordered
  }
}
