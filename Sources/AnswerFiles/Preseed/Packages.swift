import Recipes

/// Packages of the installed system.
extension PreseedRenderer {
  /// Lets debootstrap install them with the base system: unpacked and configured once, not package by package.
  mutating func addPackages() {
    for package in install.packages {
      Rule.package.check(package.value, "packages", at: package.origin, &problems)
    }
    var packages = install.packages
    if let user = install.users.first(where: \.value.sudo) {
      packages.append(Sourced("sudo", from: user.origin))
    }
    var seen = Set(
      preseed.directive("base-installer/includes")?.value.split(separator: " ").map(String.init) ?? [])
    packages.removeAll { !seen.insert($0.value).inserted }
    let origin = packages.first?.origin ?? .standard
    preseed.extend(Directive("base-installer/includes", "string", parts: packages, from: origin))
  }
}
