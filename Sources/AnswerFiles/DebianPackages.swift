import Diagnostics
import Recipes

/// What the installers of Debian and Ubuntu, and mmdebstrap, take of packages (Debian Policy, section 5.6.7): a step of a recipe
/// may say more, for apt-get reads it.
extension PackageName {
  static let bareDebianName =
    "the bare name of a package, which is all that can be installed with the base system"

  var isBareDebianName: Bool {
    text.utf8.count > 1 && text.utf8.consists(of: "+.-") && !text.utf8.contains(where: \.isUpper)
  }
}

extension Sourced<PackageName> {
  /// - Parameter meaning: completes "… is not …".
  func problem(_ meaning: String) -> Diagnostic {
    Diagnostic("packages: '\(value)' is not \(meaning)", from: origin)
  }
}
