import Recipes

/// Packages of the installed system.
extension KickstartRenderer {
  mutating func addPackages() {
    for package in install.packages {
      if !package.value.isOfAnaconda {
        problems.append(
          package.problem("the name of a package, or @ and the name of a group, as Anaconda wants it"))
      }
    }
    let sections = kickstart.sections.filter { $0.name == "%packages" }
    let listed = sections.flatMap { $0.body.map { $0.text.filter { !$0.isWhitespace } } }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("-") && !$0.hasPrefix("%") }
    var seen = Set(listed)
    let added = (install.packages + neededPackages).filter { seen.insert($0.value.text).inserted }
    packages = listed + added.map(\.value.text)
    kickstart.extend("%packages", with: added.map { AnswerFile.Line($0.value.text, from: $0.origin) })
  }

  /// What other settings need to have an effect.
  private var neededPackages: [Sourced<PackageName>] {
    var packages: [Sourced<PackageName>] = []
    if let user = install.users.first(where: \.value.sudo) {
      packages.append(Sourced("sudo", from: user.origin))
    }
    if let server = install.timeServers.first { packages.append(Sourced("chrony", from: server.origin)) }
    return packages
  }
}

extension PackageName {
  /// Anaconda takes groups and environments too; a name may end with an architecture or a version.
  fileprivate var isOfAnaconda: Bool { text.utf8.consists(of: "+._~^:@-") }
}
