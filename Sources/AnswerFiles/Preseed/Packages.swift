import Recipes

/// Packages of the installed system.
extension PreseedRenderer {
  /// Lets debootstrap install them with the base system: unpacked and configured once, not package by package.
  mutating func addPackages() {
    for package in install.packages {
      Rule.package.check(package.value, "packages", at: package.origin, &problems)
    }
    let listed =
      preseed.directive("base-installer/includes")?.value.split(separator: " ").map(String.init) ?? []
    var seen = Set(listed)
    let added = (install.packages + neededPackages).filter { seen.insert($0.value).inserted }
    packages = listed + added.map(\.value)
    let placeholder = Sourced(Placeholder.packages.rawValue, from: .standard)
    preseed.extend(
      Directive(
        "base-installer/includes", "string", parts: added + [placeholder],
        from: added.first?.origin ?? .standard))
  }

  /// What other settings need to have an effect.
  private var neededPackages: [Sourced<String>] {
    var packages: [Sourced<String>] = []
    if install.locale.value.contains("_") { packages.append(Sourced("locales", from: install.locale.origin)) }
    if install.keyboard.value != "us" {
      packages.append(Sourced("console-setup", from: install.keyboard.origin))
    }
    if let user = install.users.first(where: \.value.sudo) {
      packages.append(Sourced("sudo", from: user.origin))
    }
    return packages
  }
}
