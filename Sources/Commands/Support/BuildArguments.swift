import Console
import Factory
import Failures
import Jobs
import Machine
import Planning
import Recipes

/// What the command line of a verb that builds says of how to.
enum BuildArguments {
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
    "install-limit", "TIME",
    help:
      "how long an install may take with KVM, such as 90min; tenfold without (default: the site's, or 1h)")

  static let executor = Option.value(
    "executor", "NAME", choices: ExecutorKind.allCases.map(\.rawValue),
    help: "do jobs in this process, or each in a process of its own (default: local)")

  static let variant = Option.value(
    "as", "NAME", help: "call the image of the one recipe so, as for a variant made by --set or --site")

  static let noTest = Option.flag(
    "no-test",
    help:
      "neither boot and test images nor look into them; their records say so, and a release of them needs --untested"
  )

  static let all = [
    output, SharedOptions.store, SharedOptions.offline, SharedOptions.strictMirror, SharedOptions.refresh,
    jobs, executor, noTest, minimumFree,
    SharedOptions.accelerator, limit, progress,
    SharedOptions.format,
  ]
}

extension Arguments {
  /// What the command line of a verb that builds, or tells what a build would do, asks for.
  func buildRequest(_ names: [String], verb: Verb) throws -> BuildRequest {
    var request = BuildRequest(names: names)
    request.variant = value(BuildArguments.variant)
    request.refresh = try refreshPolicy(verb: verb)
    request.output = value(BuildArguments.output) ?? request.output
    request.jobs = try count(of: BuildArguments.jobs, verb: verb)
    request.executor = value(BuildArguments.executor).flatMap(ExecutorKind.init) ?? request.executor
    request.installLimit = try duration(BuildArguments.limit, of: verb)
    if request.installLimit == .zero {
      throw UsageError(
        "--install-limit takes more than nothing, such as 90min", command: "kiln \(verb.name)")
    }
    request.isTested = !has(BuildArguments.noTest)
    request.isOffline = has(SharedOptions.offline)
    request.isStrict = has(SharedOptions.strictMirror)
    request.minimumFree = try size(BuildArguments.minimumFree, of: verb)
    request.formats = imageFormats
    return request
  }

  /// What guests run on, as the command line says.
  var host: BuildHost {
    BuildHost(accelerator: value(SharedOptions.accelerator).flatMap(Accelerator.init(rawValue:)))
  }

  /// How many jobs or workers an option asks for; nil where it is not given.
  func count(of option: Option, verb: Verb) throws -> Int? {
    guard let text = value(option) else { return nil }
    guard let count = Int(text), (1...4096).contains(count) else {
      throw UsageError(
        "--\(option.name) takes a number from 1 to 4096, not '\(text)'", command: "kiln \(verb.name)")
    }
    return count
  }

  private func refreshPolicy(verb: Verb) throws -> RefreshPolicy? {
    guard let text = value(SharedOptions.refresh) else { return nil }
    guard let policy = RefreshPolicy(text) else {
      throw UsageError(
        "--refresh takes 'never', 'updates' or an age such as 7d, 12h or 30min, not '\(text)'",
        command: "kiln \(verb.name)")
    }
    return policy
  }
}
