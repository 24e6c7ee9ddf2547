import Failures
import Media

/// What a user may choose of how jobs are done, wherever that is.
public struct JobSettings: Sendable, Codable {
  public var limits: InstallLimits
  /// How long a provisioning step may run, with KVM.
  public var scriptLimit: Duration
  /// What installers and steps print when they cannot go on.
  public var fatalTexts: FatalTexts
  /// Where packages' security updates are fetched while building; nil: where the image itself will.
  public var securityMirror: String?
  /// Goes on without an archive's suite of updates where no mirror has it; never without that of security updates.
  public var allowsMissingUpdates: Bool
  /// Opens no connection; what would need one is refused before anything is built.
  public var isOffline: Bool
  /// What may stand in where a mirror is between two states.
  public var mirrors: MirrorPolicy
  /// A layer whose build fails is kept, to be looked into.
  public var keepsFailed: Bool
  /// Bytes that must stay free; a build that comes below is ended.
  public var minimumFree: UInt64
  /// By what statements of images are signed; nil where none are.
  public var signing: SigningSettings?

  /// Enough for a few seconds' writing until guests have ended.
  public static let usualMinimumFree: UInt64 = 256 << 20

  /// Generous: packages may be compiled.
  public static let standardScriptLimit = Duration.seconds(3600)

  public init(
    limits: InstallLimits = .standard,
    scriptLimit: Duration = Self.standardScriptLimit, fatalTexts: FatalTexts = .none,
    securityMirror: String? = nil, allowsMissingUpdates: Bool = false, isOffline: Bool = false,
    mirrors: MirrorPolicy = MirrorPolicy(), keepsFailed: Bool = false,
    minimumFree: UInt64 = usualMinimumFree, signing: SigningSettings? = nil
  ) {
    self.limits = limits
    self.scriptLimit = scriptLimit
    self.fatalTexts = fatalTexts
    self.securityMirror = securityMirror
    self.allowsMissingUpdates = allowsMissingUpdates
    self.isOffline = isOffline
    self.mirrors = mirrors
    self.keepsFailed = keepsFailed
    self.minimumFree = minimumFree
    self.signing = signing
  }
}
