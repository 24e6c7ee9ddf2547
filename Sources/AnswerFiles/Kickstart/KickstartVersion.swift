public import Recipes

/// The kickstart syntax that a release's Anaconda reads, told apart as pykickstart does.
public struct KickstartVersion: Hashable, Sendable {
  /// Whose numbers count the versions.
  public enum Series: String, Hashable, Sendable {
    case rhel = "RHEL"
    case fedora = "F"
  }

  public var series: Series
  public var number: Int

  /// Fedora's own, or that of the RHEL which a release is made from; nil where Kiln does not know the syntax.
  public init?(_ system: OperatingSystem) {
    series = system.distribution == "fedora" ? .fedora : .rhel
    let known = series == .fedora ? 41...99 : 7...10
    guard let number = Int(system.release.prefix { $0 != "." }), known.contains(number) else { return nil }
    self.number = number
  }

  /// As ksvalidator(1) names it, such as `RHEL9` or `F43`.
  public var name: String { "\(series.rawValue)\(number)" }

  /// As people name it.
  var title: String { series == .fedora ? "Fedora \(number)" : "RHEL \(number)" }

  /// RHEL's number; every Fedora that is known reads what came after RHEL 10.
  var age: Int { series == .fedora ? 11 : number }

  /// Fedora 43 took the other levels away (Anaconda's `stage2_raid_levels`).
  var bootsFromRAID1Only: Bool { series == .fedora && number >= 43 }

  /// RHEL 8 dropped btrfs from its kernel.
  var hasBtrfs: Bool { series == .fedora || number == 7 }
}
