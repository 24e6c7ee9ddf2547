import Recipes

/// Packages of a bootstrapped system.
extension BootstrapRenderer {
  /// All beyond the base system, each once.
  mutating func packages() -> [String] {
    script.problems += install.packages.compactMap(\.problemForDebian)
    let asked = listed("base-installer/includes") + install.packages.map(\.value.text)
    let wanted = asked + neededPackages + timeClient(beside: asked)
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
    MachinePlaceholder.bootLoader.value(for: appliance).split(separator: " ").map(String.init)
      + (install.locale.value.isMade ? ["locales"] : [])
      + (install.keyboard.value == "us" ? [] : ["console-setup"])
      + (install.users.contains(where: \.value.sudo) ? ["sudo"] : [])
      + (install.certificates.isEmpty ? [] : ["ca-certificates"])
  }

  /// What reads the time servers; the others are their own, and exclude it.
  private func timeClient(beside packages: [String]) -> [String] {
    let others: Set = ["chrony", "ntp", "ntpsec", "openntpd"]
    return install.timeServers.isEmpty || !others.isDisjoint(with: packages) ? [] : ["systemd-timesyncd"]
  }
}
