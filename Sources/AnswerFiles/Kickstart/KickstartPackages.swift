import Recipes

/// Packages of the installed system.
extension KickstartRenderer {
  mutating func addPackages() {
    for package in install.packages {
      Rule.rpm.check(package.value, "packages", at: package.origin, &problems)
    }
    let sections = kickstart.sections.filter { $0.name == "%packages" }
    let listed = sections.flatMap { $0.body.map { $0.text.filter { !$0.isWhitespace } } }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("-") }
    var seen = Set(listed)
    let added = (install.packages + neededPackages).filter { seen.insert($0.value).inserted }
    packages = listed + added.map(\.value)
    kickstart.extend("%packages", with: added.map { AnswerFile.Line($0.value, from: $0.origin) })
  }

  /// What other settings need to have an effect.
  private var neededPackages: [Sourced<String>] {
    var packages: [Sourced<String>] = []
    if let user = install.users.first(where: \.value.sudo) {
      packages.append(Sourced("sudo", from: user.origin))
    }
    if let server = install.timeServers.first { packages.append(Sourced("chrony", from: server.origin)) }
    return packages
  }
}

extension Rule {
  /// Anaconda takes groups and environments too; a name may end with an architecture or a version.
  static let rpm = Rule(meaning: "the name of a package, or @ and the name of a group") {
    $0.utf8.first.map { $0.isLetterOrDigit || $0 == UInt8(ascii: "@") } == true
      && $0.utf8.consists(of: "+._~^:@-")
  }
}
