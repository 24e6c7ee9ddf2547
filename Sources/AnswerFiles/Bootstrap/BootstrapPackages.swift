import Recipes

/// Packages of a bootstrapped system.
extension BootstrapRenderer {
  /// All beyond the base system, each once.
  mutating func packages() -> [String] {
    for package in install.packages {
      Rule.package.check(package.value, "packages", at: package.origin, &script.problems)
    }
    let wanted = listed("base-installer/includes") + install.packages.map(\.value) + neededPackages
    if !wanted.contains(where: { $0.hasPrefix("linux-") }) {
      script.report(
        "packages: no kernel; name one, such as linux-image-amd64, here or in the answers' base-installer/includes",
        at: install.packages.first?.origin ?? install.storage.table.origin)
    }
    var seen: Set<String> = []
    return wanted.filter { seen.insert($0).inserted }
  }

  /// What the base system has and the partial answer file leaves out.
  mutating func removeExcluded() {
    let names = listed("base-installer/excludes").joined(separator: " ")
    guard !names.isEmpty else { return }
    script.run("apt-get -q -y purge \(names)", from: .standard)
  }

  /// What other settings need to have an effect.
  private var neededPackages: [String] {
    [MachinePlaceholder.bootLoader.value(for: appliance)] + (hasLocale ? ["locales"] : [])
      + (install.keyboard.value == "us" ? [] : ["console-setup"])
      + (install.users.contains(where: \.value.sudo) ? ["sudo"] : [])
      + (install.timeServers.isEmpty ? [] : ["systemd-timesyncd"])
      + (install.certificates.isEmpty ? [] : ["ca-certificates"])
  }

  /// Whether the locale is one that must be generated; `C.UTF-8` is always there.
  var hasLocale: Bool { install.locale.value.contains("_") }
}
