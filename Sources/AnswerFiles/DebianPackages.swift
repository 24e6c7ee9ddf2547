import Diagnostics
import Recipes

extension Sourced<PackageName> {
  /// Why it is nothing that the installers of Debian and Ubuntu, and mmdebstrap, take (Debian Policy, section 5.6.7); nil for what
  /// is. A step of a recipe may say more, for apt-get reads it.
  var problemForDebian: Diagnostic? {
    let name = value.text.utf8
    guard name.count < 2 || name.contains(where: \.isUpper) || !name.consists(of: "+.-") else { return nil }
    return problem("the bare name of a package, which is all that can be installed with the base system")
  }

  /// - Parameter meaning: completes "… is not …".
  func problem(_ meaning: String) -> Diagnostic {
    Diagnostic("packages: '\(value)' is not \(meaning)", from: origin)
  }
}
