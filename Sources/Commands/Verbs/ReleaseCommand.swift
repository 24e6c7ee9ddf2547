import Console
import Factory
import Images

enum ReleaseCommand: Command {
  private static let from = Option.value(
    "from", "BUILD",
    help: "the build: VERSION+BUILD, or its beginning (default: the newest one that is whole)")
  private static let untested = Option.flag(
    "untested", help: "release it though it has not passed its tests, or was not found clean")
  private static let unsigned = Option.flag(
    "unsigned", help: "release it though the keys that the site file names have not signed it")

  static let verb = Verb(
    "release", summary: "bind a build to a version, for ever",
    discussion:
      "VERSION is a semantic version, such as 1.4.0 or 2.0.0-rc.1, or a day, such as 2026-11-28 or 20261128.1, and higher than "
      + "all that were released of NAME. Another build is never bound to it. A build of another version is described anew under "
      + "this one, with the same disks, so that its descriptor and the names of its files say what it is released as. Its image "
      + "must have passed its tests, as 'kiln build' and 'kiln test' run them, and, where the site file names keys, be signed by "
      + "them. 'kiln gc' keeps what is released.",
    positional: Positional("NAME VERSION", .two, help: "the appliance, and what its release is called"),
    options: [from, untested, unsigned] + ReleaseArguments.options,
    example: Verb.Example("kiln release web 1.4.0", "binds the newest build of web to version 1.4.0"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let (name, text) = (arguments.positionals[0], arguments.positionals[1])
    let version: ReleaseVersion
    do {
      version = try ReleaseVersion(text)
    } catch {
      throw UsageError("version '\(text)' \(error)", command: "kiln release")
    }
    let outcome = try await arguments.releasing(in: context).release(
      name, as: version, from: arguments.value(from), isUntested: arguments.has(untested),
      isUnsigned: arguments.has(unsigned),
      reason: arguments.value(ReleaseArguments.reason))
    return try context.print(outcome, "\(outcome.release.build) is released as \(name) \(version)", arguments)
  }
}
