public import Foundation

/// One change of what releases and channels of an appliance name: a line of the journal, which is never changed.
public struct ReleaseChange: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A version is bound to a build.
    case release
    /// A channel names a release, a higher one than before.
    case promote
    /// A channel names a release again that it named before.
    case rollback
    /// A release is not to be used any more.
    case retire
  }

  public var kind: Kind
  /// The appliance's name.
  public var appliance: String
  public var version: String
  /// The channel that is moved; nil for a release itself.
  public var channel: String?
  /// The version that the channel named before; nil for none.
  public var before: String?
  /// What a release is bound to: the part of the build's name behind `+`, and the SHA-256 of its manifest.
  public var build: String?
  public var manifest: String?
  /// Of a release: when its image has passed its tests; nil where it was released without.
  public var booted: Date?
  /// Of a release: true where it is without the signatures that the site asks for; nil where it has them, or none are asked for.
  public var unsigned: Bool?
  /// Why, as whoever did it says.
  public var reason: String?
  /// In whole seconds.
  public var when: Date
  public var by: Author

  public init(
    _ kind: Kind, of appliance: String, _ version: String, channel: String? = nil, before: String? = nil,
    build: String? = nil, manifest: String? = nil, booted: Date? = nil, unsigned: Bool? = nil,
    reason: String? = nil, when: Date, by: Author
  ) {
    self.kind = kind
    self.appliance = appliance
    self.version = version
    self.channel = channel
    self.before = before
    self.build = build
    self.manifest = manifest
    self.booted = booted
    self.unsigned = unsigned
    self.reason = reason
    self.when = when.inWholeSeconds
    self.by = by
  }

  /// Who made a change, and from where.
  public struct Author: Hashable, Sendable, Codable {
    public var user: String
    public var host: String
    /// The folder that the command was given in.
    public var folder: String
    /// The command's words.
    public var command: [String]
    /// What a CI system says of the job, by its own variables' names; empty where there is none.
    public var job: [String: String]

    public init(
      user: String, host: String, folder: String, command: [String] = [], job: [String: String] = [:]
    ) {
      self.user = user
      self.host = host
      self.folder = folder
      self.command = command
      self.job = job
    }
  }
}

extension ReleaseChange.Author {
  /// Variables by which CI systems tell jobs where they are from: what to look at when one asks why. None holds a secret.
  ///
  /// GitHub Actions ("Variables reference"), GitLab ("Predefined CI/CD variables"), Jenkins ("Using environment variables"), Woodpecker.
  private static let variables = [
    "BUILD_URL", "CI_COMMIT_SHA", "CI_JOB_URL", "CI_PIPELINE_URL", "CI_PROJECT_PATH", "CI_REPO", "GIT_COMMIT",
    "GITHUB_ACTOR", "GITHUB_REF", "GITHUB_REPOSITORY", "GITHUB_RUN_ID", "GITHUB_SERVER_URL", "GITHUB_SHA",
    "GITLAB_USER_LOGIN", "JOB_NAME",
  ]

  /// - Parameters:
  ///   - user: as the host knows who runs the command.
  ///   - environment: of the command; with sudo, it says who called it.
  public init(user: String, host: String, folder: String, command: [String], environment: [String: String]) {
    let caller = environment["SUDO_USER"].flatMap { $0.isEmpty || $0 == user ? nil : $0 }
    self.init(
      user: caller.map { "\($0) as \(user)" } ?? user, host: host, folder: folder, command: command,
      job: environment.filter { Self.variables.contains($0.key) && !$0.value.isEmpty })
  }
}
