public import Planning

/// What a user may choose for a build.
public struct BuildOptions: Sendable {
  /// Where images go.
  public var output: String
  /// What jobs may take of this host together.
  public var capacity: Capacity
  /// Go on with other jobs after one has failed.
  public var keepGoing: Bool
  public var limits: InstallLimits
  /// The values of secrets, by name.
  public var secrets: [String: String]
  /// Where packages' security updates are fetched while building; nil: where the image itself will.
  public var securityMirror: String?
  /// Opens no connection; what would need one is refused before anything is built.
  public var isOffline: Bool
  /// A layer whose build fails is kept, to be looked into.
  public var keepsFailed: Bool
  /// Bytes that must stay free in the store and in the output folder; a build that comes below is ended.
  public var minimumFree: UInt64

  /// Enough for a few seconds' writing until guests have ended.
  public static let usualMinimumFree: UInt64 = 256 << 20

  public init(
    output: String = "out", capacity: Capacity = .ofHost(), keepGoing: Bool = false,
    limits: InstallLimits = .standard,
    secrets: [String: String] = [:], securityMirror: String? = nil, isOffline: Bool = false,
    keepsFailed: Bool = false, minimumFree: UInt64 = usualMinimumFree
  ) {
    self.output = output
    self.capacity = capacity
    self.keepGoing = keepGoing
    self.limits = limits
    self.secrets = secrets
    self.securityMirror = securityMirror
    self.isOffline = isOffline
    self.keepsFailed = keepsFailed
    self.minimumFree = minimumFree
  }
}
