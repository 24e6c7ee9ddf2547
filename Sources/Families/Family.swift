/// What distributions that are made alike have in common: everything that Kiln must know of them beyond a recipe.
///
/// A family is one value in a file of its own, and stands in ``all``; nothing else compares the names of distributions.
public struct Family: Sendable, Equatable {
  /// As it is told to people, such as `debian`.
  public let name: String
  /// What recipes' `os.distribution`, os-release(5)'s `ID` and libguestfs call its distributions.
  public let distributions: Set<String>
  /// What installs packages today.
  public let packageManager: PackageManager
  /// What did so up to a release; nil where it never changed.
  public let formerPackageManager: FormerPackageManager?
  /// Its archives, where packages are those of Debian's format; nil for others, whose repositories a recipe names.
  public let archive: AptArchive?
  /// The syntax of its answer files, where Anaconda installs it.
  public let kickstart: KickstartSeries?
  /// The release since which its programs need processors of x86-64-v2; nil where they run on all.
  public let needsRecentProcessorsSince: Int?
  /// What hypervisors are told that a guest for x86_64 is: a number of CIM's `CIM_OperatingSystem.OSType`.
  public let operatingSystemType: Int
  /// The groups that every system of it has, and those that its installers make.
  public let groups: Set<String>

  public struct FormerPackageManager: Sendable, Equatable {
    public let manager: PackageManager
    /// The last release that has it.
    public let last: Int
  }

  init(
    name: String, distributions: Set<String>, packageManager: PackageManager,
    formerPackageManager: FormerPackageManager? = nil, archive: AptArchive? = nil,
    kickstart: KickstartSeries? = nil, needsRecentProcessorsSince: Int? = nil, groups: Set<String>,
    operatingSystemType: Int
  ) {
    self.name = name
    self.distributions = distributions
    self.packageManager = packageManager
    self.formerPackageManager = formerPackageManager
    self.archive = archive
    self.kickstart = kickstart
    self.needsRecentProcessorsSince = needsRecentProcessorsSince
    self.operatingSystemType = operatingSystemType
    self.groups = groups
  }

  /// Every family that is known.
  public static let all: [Family] = [.debian, .ubuntu, .fedora, .enterpriseLinux]

  /// The family of a distribution. A name that none claims is taken for one more rebuild of Enterprise Linux: there are many,
  /// and new ones need no change here.
  public static func of(_ distribution: String) -> Family {
    all.first { $0.distributions.contains(distribution) } ?? .enterpriseLinux
  }

  /// The number that counts a release, such as 9 of `9.6`; nil where it begins with none.
  public static func number(of release: String) -> Int? { Int(release.prefix { $0 != "." }) }

  /// The processors that a release's programs are built for.
  public func baseline(of release: String) -> ProcessorBaseline {
    guard let since = needsRecentProcessorsSince, let number = Self.number(of: release) else {
      return .oldest
    }
    return number < since ? .oldest : .recent
  }

  /// What installs packages in a release.
  public func packageManager(ofRelease number: Int) -> PackageManager {
    guard let former = formerPackageManager, number <= former.last else { return packageManager }
    return former.manager
  }
}

/// The processors that a system's programs are built for.
public enum ProcessorBaseline: Hashable, Sendable {
  /// All of the architecture.
  case oldest
  /// Those since x86-64-v2 (the psABI's micro-architecture levels), which have cmpxchg16b: on others nothing starts.
  case recent
}
