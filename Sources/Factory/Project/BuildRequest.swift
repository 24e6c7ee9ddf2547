import Planning
import Recipes

/// What a user asks of a build; what is nil is as the site says, or Kiln.
public struct BuildRequest: Sendable {
  /// The recipes.
  public var names: [String]
  /// What the image of the one recipe is called in place of the recipe's name; nil for that.
  public var variant: String?
  /// What images are handed out as, in place of what their recipes say; empty for that.
  public var formats: [ImageFormat] = []
  /// When layers that are there are made anew.
  public var refresh: RefreshPolicy?
  /// Where images go.
  public var output = "out"
  /// How many jobs may run at once.
  public var jobs: Int?
  /// Where jobs are done.
  public var executor = ExecutorKind.local
  /// Go on with other jobs after one has failed.
  public var keepsGoing = false
  /// Whether images are booted and tested once they are sealed.
  public var isTested = true
  /// Whether images that are tested are looked into as well: what is in them, and what was left in them.
  public var isInspected = true
  /// Keep a layer whose build fails.
  public var keepsFailed = false
  /// How long an install may take, with KVM.
  public var installLimit: Duration?
  /// Open no connection.
  public var isOffline = false
  /// Let nothing stand in where a mirror is between two states.
  public var isStrict = false
  /// Bytes that must stay free.
  public var minimumFree: UInt64?

  public init(names: [String] = []) {
    self.names = names
  }

  /// From a machine's start until one can log in, with KVM, where recipes do not say.
  public static let bootLimit = Duration.seconds(120)

  /// What a run is to bring about beside images.
  public var wanted: Wanted {
    Wanted(
      bootTest: isTested ? Wanted.BootTest(limit: Self.bootLimit) : nil, inspection: isTested && isInspected)
  }
}
