public import Families
public import Recipes

/// The kickstart syntax that a release's Anaconda reads, told apart as pykickstart does.
public struct KickstartVersion: Equatable, Sendable {
  public let family: Family
  public let number: Int
  private let series: KickstartSeries

  /// Fedora's own, or that of the RHEL which a release is made from; nil where Kiln does not know the syntax.
  public init?(_ system: OperatingSystem) {
    family = system.family
    guard let series = family.kickstart, let number = Family.number(of: system.release),
      series.releases.contains(number)
    else { return nil }
    self.series = series
    self.number = number
  }

  /// As ksvalidator(1) names it, such as `RHEL9` or `F43`.
  public var name: String { "\(series.prefix)\(number)" }

  /// As people name it.
  var title: String { "\(series.title) \(number)" }

  /// The number of the RHEL that its syntax is counted as.
  var age: Int { series.age ?? number }

  /// What it takes.
  var facts: KickstartFacts { KickstartFacts.of(self) }

  /// Whether it reads a command, with effect.
  func reads(_ command: String) -> Bool { facts.grammar(of: command)?.standing == .taken }

  var bootsFromRAID1Only: Bool { series.bootsFromRAID1OnlySince.map { number >= $0 } ?? false }

  var hasBtrfs: Bool { series.lastWithBtrfs.map { number <= $0 } ?? true }

  var packageManager: PackageManager { family.packageManager(ofRelease: number) }
}
