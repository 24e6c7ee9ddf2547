import Builds
import Failures
public import Foundation
import Images
public import Planning
import Storage

/// How a nightly run went; `schemas/nightly.schema.json` is its schema.
public struct NightlyReport: Hashable, Sendable, Codable {
  /// When it began and ended; in whole seconds.
  public var start: Date
  public var end: Date
  public var seconds: Double
  /// Whether all that was asked for is there, and nothing is known against its boot or by the site's policy; where boots are required, each
  /// has booted.
  public var passed: Bool
  /// Whether the run was ended before all was done; nil where it was not.
  public var interrupted: Bool?
  /// Recipe files that cannot be read, so that nobody knows what they would have made; nil where there are none.
  public var unreadable: [String]?
  /// The machine that ran it.
  public var host: String
  /// What guests ran on; nil when none was started.
  public var accelerator: String?
  /// nil when they could not be asked.
  public var tools: Tools?
  /// What belongs to no one appliance, such as a recipe file that cannot be read.
  public var problems: [String]
  /// What is worth knowing and no failure, such as an image of which nobody could tell whether it is outdated.
  public var notices: [String]
  /// Parents before their children.
  public var appliances: [Appliance]
  /// What was done, in the order of beginning.
  public var jobs: [Job]
  /// Bytes of layers and builds of images that nothing needed any more and that were freed; nil when that was not tried.
  public var freed: UInt64?

  /// One job of the run.
  public struct Job: Hashable, Sendable, Codable {
    /// `layer`, `image`, or `check` for the boot of an image.
    public var kind: JobName.Kind
    public var label: String
    /// The appliance that it belongs to.
    public var appliance: String
    public var outcome: JobOutcome
    /// Seconds from the start of the run.
    public var start: Double
    public var seconds: Double
    public var reason: String?
  }

  /// What an image is, as its descriptor has it.
  public struct Image: Hashable, Sendable, Codable {
    /// The file of the system disk.
    public var path: String
    /// Of all its files together.
    public var bytes: UInt64
    public var packages: Int
    /// When it was sealed; in whole seconds.
    public var built: Date
    public var key: LayerKey
    /// The layer that it was sealed from.
    public var layer: LayerKey
  }

  /// How an image differs from the one of an earlier run.
  public struct Change: Hashable, Sendable, Codable {
    /// When that run began; in whole seconds.
    public var since: Date
    public var bytes: Int64
    /// The number of packages.
    public var packages: Int
    /// nil where the packages of one of them are not known by name.
    public var byName: PackageChanges?
  }

  /// Why an appliance is not there, for people.
  public struct Failure: Hashable, Sendable, Codable {
    /// A word for programs, such as `no-space`; nil where none was found.
    public var cause: String?
    public var message: String
    /// What to try.
    public var advice: String?
    /// Output of what failed.
    public var lastLines: [String]
    /// The screen of the guest that failed.
    public var screenshot: String?
  }
}

extension NightlyReport {
  /// What became of one appliance.
  public struct Appliance: Hashable, Sendable, Codable {
    public var name: String
    /// nil when its recipe is wrong.
    public var version: String?
    public var title: String?
    /// The recipe that its own names; nil for a distribution.
    public var parent: String?
    public var outcome: JobOutcome
    /// Why layers of it were built, a line each.
    public var reasons: [String]
    /// Of the jobs that were done for it first, together.
    public var seconds: Double
    public var failure: Failure?
    /// nil when there is no image.
    public var image: Image?
    /// nil when no earlier run had an image of it.
    public var change: Change?
    /// nil when there was nothing to boot.
    public var boot: BootResult?
    /// What is known of its build; nil where there is none.
    public var findings: BuildFindings?
    /// What it was like in the last runs and in this one, the oldest first; nil where no earlier report has it.
    public var trend: [Point]?
    /// Paths.
    public var logs: [String]

    /// Whether it is there, and nobody has seen it boot.
    public var isUnbooted: Bool { outcome.isGood && boot?.outcome != .booted && boot?.outcome != .failed }

    /// Whether it is there, and the site's policy does not let it in.
    public var isRefused: Bool { outcome.isGood && findings?.policy?.admitted == false }

    /// Whether it is there, and something that the site wants to know of it could not be found out.
    public var isUnchecked: Bool { outcome.isGood && findings?.isComplete == false }

    /// Whether it is there, and nothing is known against its boot or by the site's policy.
    public var isGood: Bool { outcome.isGood && boot?.outcome != .failed && !isRefused }

    /// `NAME-VERSION`, as its files are called.
    public var label: String { version.map { "\(name)-\($0)" } ?? name }

    /// What there is to say of a failure, whichever it is.
    public var fault: Failure? {
      if let failure { return failure }
      if let boot, boot.outcome == .failed {
        return Failure(
          cause: FailureCause.bootCheck.rawValue,
          message: "the image has not passed its test: \(boot.message ?? "for no known reason")",
          advice: nil, lastLines: boot.lastLines, screenshot: boot.screenshot)
      }
      guard isRefused, let findings, let verdict = findings.policy else { return nil }
      return Failure(verdict, of: "\(name)-\(findings.build)")
    }
  }
}

extension NightlyReport.Failure {
  /// - Parameter image: as `kiln admit` takes it.
  fileprivate init(_ verdict: BuildFindings.PolicyVerdict, of image: String) {
    let broken = verdict.broken
    let what =
      verdict.refusal
      ?? "\(broken.count) of \(verdict.rules) rules not kept: \(broken.map(\.rule).joined(separator: ", "))"
    self.init(
      cause: "policy-refused", message: "the policy '\(verdict.title)' does not admit the image: \(what)",
      advice: "'kiln admit \(image) --policy \(verdict.file)' tells all of it",
      lastLines: broken.map { rule in
        "\(rule.place): \(rule.rule) \(rule.outcome == .failed ? "failed" : "is not known"): "
          + rule.evidence.joined(separator: "; ")
      })
  }
}
