import Console
import Factory
import Files
import Foundation
import Images
import Jobs
import Recipes
import Storage

/// What the verbs that change releases and channels have in common.
enum ReleaseArguments {
  static let reason = Option.value("reason", "TEXT", help: "why; the journal keeps it")
  static let options = [reason, SharedOptions.store, SharedOptions.site, SharedOptions.format]
}

extension Arguments {
  /// Who changes releases, by the rules of the site that a command line names.
  func releasing(in context: Context) throws -> Releasing {
    Releasing(
      store: try store(in: context), channels: try site()?.channels ?? ReleaseChannel.standard,
      by: ReleaseChange.Author(
        user: userName(), host: hostName(), folder: FileManager.default.currentDirectoryPath,
        command: Array(ProcessInfo.processInfo.arguments.dropFirst()), environment: context.environment),
      signing: SigningSettings(try site()?.signing, environment: context.environment), host: host)
  }
}

/// What one of them did.
struct ReleaseReport: Report {
  let appliance: String
  let version: String
  /// What the version is bound to.
  let build: BuildID
  /// SHA-256 of its manifest.
  let manifest: String
  /// Absent where it was so already.
  let change: ReleaseChange?
  let notices: [String]
  /// For people.
  private let sentence: String

  private enum CodingKeys: CodingKey {
    case appliance, version, build, manifest, change, notices
  }

  /// - Parameters:
  ///   - done: what it is now, as in `web 1.4.0 is released`.
  init(_ outcome: Releasing.Outcome, _ done: String) {
    let release = outcome.release
    (appliance, version, build, manifest) = (
      release.build.name, release.version, release.build, release.manifest
    )
    change = outcome.change
    notices = outcome.notices
    sentence = change == nil ? "\(done) already" : done
  }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(appliance, forKey: .appliance)
    try members.encode(version, forKey: .version)
    try members.encode("\(build)", forKey: .build)
    try members.encode(manifest, forKey: .manifest)
    try members.encodeIfPresent(change, forKey: .change)
    try members.encode(notices, forKey: .notices)
  }

  func text(on terminal: Terminal) -> String { "\(sentence)\n" }
}

extension Context {
  /// Tells what was done, and on standard error what should be known of it.
  func print(_ outcome: Releasing.Outcome, _ done: String, _ arguments: Arguments) throws -> ExitStatus {
    for notice in outcome.notices { say("kiln: \(notice)") }
    try print(ReleaseReport(outcome, done), arguments)
    return .done
  }
}
