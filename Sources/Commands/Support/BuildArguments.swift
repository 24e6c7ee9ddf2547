import Console
import Factory
import Failures
import Jobs
import Machine
import Planning
import Recipes

/// What the command line of a verb that builds says of how to.
struct BuildArguments {
  static let output = Option.value(
    "output", short: "o", "DIR", help: "where images go (default: out)")
  static let jobs = Option.value(
    "jobs", short: "j", "N", help: "do up to N jobs at once (default: one for each processor)")
  static let progress = Option.value(
    "progress", "FORMAT", choices: ["text", "json"],
    help: "tell what happens as text, or as a line of JSON for each event (default: text)")
  static let minimumFree = Option.value(
    "min-free", "SIZE",
    help:
      "end the build, or the download, when less is free in the store or the output folder (default: 256MiB)")
  static let limit = Option.value(
    "install-limit", "MINUTES",
    help: "how long an install may take with KVM; ten times as long without (default: the site's, or 60)")

  static let all = [
    output, SharedOptions.store, SharedOptions.offline, SharedOptions.strictMirror, SharedOptions.refresh,
    jobs, minimumFree,
    SharedOptions.accelerator, limit, progress,
    SharedOptions.format,
  ]

  private let arguments: Arguments
  private let verb: Verb
  private let context: Context

  init(_ arguments: Arguments, verb: Verb, in context: Context) {
    self.arguments = arguments
    self.verb = verb
    self.context = context
  }

  func options(_ kitchen: Kitchen, _ secrets: Secrets, keepGoing: Bool) throws -> BuildOptions {
    BuildOptions(
      output: arguments.value(Self.output) ?? "out",
      capacity: .ofHost(jobs: try arguments.count(of: Self.jobs, verb: verb)), keepGoing: keepGoing,
      limits: try arguments.limits(kitchen.timeouts, verb: verb),
      scriptLimit: kitchen.timeouts.script ?? BuildOptions.standardScriptLimit,
      fatalTexts: try FatalTexts(library: try ShippedLibrary.find(arguments, in: context)),
      secrets: secrets.values, securityMirror: kitchen.securityMirror,
      allowsMissingUpdates: kitchen.allowsMissingUpdates,
      isOffline: arguments.has(SharedOptions.offline), mirrors: kitchen.mirrorPolicy(arguments),
      minimumFree: try arguments.size(Self.minimumFree, of: verb) ?? BuildOptions.usualMinimumFree)
  }
}

extension Arguments {
  /// What guests run on, as the command line says.
  var host: BuildHost {
    BuildHost(accelerator: value(SharedOptions.accelerator).flatMap(Accelerator.init(rawValue:)))
  }

  /// The command line's limit before the site's, and that before Kiln's own.
  func limits(_ site: InstallTimeouts, verb: Verb) throws -> InstallLimits {
    var limits = InstallLimits.standard
    limits.answers = site.answers ?? limits.answers
    limits.silence = site.silence ?? limits.silence
    limits.whole = site.install ?? limits.whole
    guard let text = value(BuildArguments.limit) else { return limits }
    guard let minutes = Double(text), minutes > 0, minutes < 100_000 else {
      throw UsageError(
        "--install-limit takes a number of minutes, not '\(text)'", command: "kiln \(verb.name)")
    }
    limits.whole = .seconds(minutes * 60)
    return limits
  }
}
