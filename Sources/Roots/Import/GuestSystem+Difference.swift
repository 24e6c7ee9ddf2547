import Guest
import Recipes

extension GuestSystem {
  /// In what it is not the system that a recipe says, in words; nil when it is.
  public func difference(from wanted: OperatingSystem) -> String? {
    if distribution != wanted.distribution {
      return "it has \(distribution), the recipe's 'os' says \(wanted.distribution)"
    }
    guard architecture == wanted.architecture else {
      return "it is for \(architecture), the recipe's 'os' says \(wanted.architecture)"
    }
    // As many parts as the recipe gives: Debian's release 13 is every 13.x.
    let parts = wanted.release.split(separator: ".").compactMap { Int($0) }
    guard zip(parts, [majorVersion, minorVersion]).allSatisfy(==) else {
      return
        "it has \(distribution) \(majorVersion).\(minorVersion), the recipe's 'os' says \(wanted.release)"
    }
    return nil
  }
}
