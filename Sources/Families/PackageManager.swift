/// A program that installs packages, and how it is called.
public struct PackageManager: Sendable, Equatable {
  /// Its command.
  public let program: String
  /// Installs the packages that follow, without what is merely recommended: the whole command, in the shell's words.
  public let install: String
  /// Brings all packages to their newest versions, and removes none.
  public let upgrade: String
  /// How it keeps its index of packages.
  public let index: Index
  /// What it says (an extended regular expression) of a package, or of metadata that its index names, that no mirror has.
  public let gone: String
  /// Its own settings, where they are one file that lines can be added to.
  public let settingsFile: String?
  /// Where it looks for its sources: patterns of the shell.
  public let sources: [String]

  /// How an index of packages is kept.
  public enum Index: Sendable, Equatable {
    /// Fetched by a command of its own, once before anything is installed.
    case fetchedFirst
    /// Fetched by each command; a command empties the cache.
    case fetchedWithEach
  }

  /// Every one that is known, in the order in which an image is asked for it: an image may have several.
  public static let all: [PackageManager] = [.apt, .dnf, .yum]

  /// Where package managers look for their sources, each place once.
  public static var sources: [String] {
    all.flatMap(\.sources).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  public static let apt = PackageManager(
    program: "apt-get", install: "apt-get -q -y --no-install-recommends install",
    upgrade: "apt-get -q -y --no-install-recommends --with-new-pkgs upgrade", index: .fetchedFirst,
    gone: "Unable to fetch some archives", settingsFile: nil,
    sources: [
      "/etc/apt/sources.list", "/etc/apt/sources.list.d/*.list", "/etc/apt/sources.list.d/*.sources",
    ])

  public static let dnf = PackageManager(
    program: "dnf", install: "\(dnfCommand) install", upgrade: "\(dnfCommand) upgrade",
    index: .fetchedWithEach, gone: rpmGone, settingsFile: "/etc/dnf/dnf.conf", sources: yumRepositories)

  public static let yum = PackageManager(
    program: "yum", install: "yum -y install", upgrade: "yum -y update", index: .fetchedWithEach,
    gone: rpmGone, settingsFile: "/etc/yum.conf", sources: yumRepositories)

  /// dnf leaves out a repository that it cannot read where its default says so; a repository's own setting stays.
  private static let dnfCommand =
    "dnf -y --refresh --setopt=skip_if_unavailable=False --setopt=install_weak_deps=False"
  private static let yumRepositories = ["/etc/yum.repos.d/*.repo"]
  private static let rpmGone =
    "rror downloading packages|[Aa]ll mirrors were (already )?tried|No more mirrors to try|Yum repo downloading error"
}
