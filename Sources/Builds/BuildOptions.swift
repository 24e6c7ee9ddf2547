import Jobs
import Planning
import Recipes

/// What a user may choose for a run.
public struct BuildOptions: Sendable {
  /// Where copies of images go.
  public var output: String
  /// How each of its jobs is done.
  public var settings: JobSettings
  /// What jobs may take of this host together.
  public var capacity: Capacity
  /// Go on with other jobs after one has failed.
  public var keepGoing: Bool
  /// The values of secrets.
  public var secrets: [SecretSource: String]

  public init(
    output: String = "out", settings: JobSettings = JobSettings(), capacity: Capacity = .ofHost(),
    keepGoing: Bool = false,
    secrets: [SecretSource: String] = [:]
  ) {
    self.output = output
    self.settings = settings
    self.capacity = capacity
    self.keepGoing = keepGoing
    self.secrets = secrets
  }
}
