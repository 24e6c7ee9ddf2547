import Diagnostics
import Families
import Recipes

/// Renders an appliance's settings for a system that is unpacked instead of installed: the packages that mmdebstrap
/// gets, and the script that then runs in the new system, before it is ever booted.
///
/// Of a partial answer file, which is debian-installer's, it takes the lists of packages to install and to leave out, so
/// that both ways to a system name them once.
struct BootstrapRenderer {
  let appliance: Appliance
  let bootstrap: Installer.Bootstrap
  var script = SetupScript()
  var preseed = Preseed()

  var install: InstallSettings { appliance.install }

  init(_ appliance: Appliance, _ bootstrap: Installer.Bootstrap) {
    self.appliance = appliance
    self.bootstrap = bootstrap
  }

  func render() throws(Diagnostics) -> AnswerFile {
    var renderer = self
    renderer.readPartialAnswers()
    renderer.checkSystem()
    renderer.checkStorage()
    let packages = renderer.packages()
    renderer.removeExcluded()
    renderer.addSystem()
    renderer.script.addAccounts(of: install)
    renderer.addSources()
    renderer.addBoot()
    renderer.addNetwork()
    return try renderer.script.answerFile(packages: packages)
  }

  /// The words that the partial answer file gives a question of the installer.
  func listed(_ name: String) -> [String] {
    preseed.directive(name)?.value.split(separator: " ").map(String.init) ?? []
  }

  private mutating func readPartialAnswers() {
    preseed = PreseedParser.partial(bootstrap.answers, for: appliance, &script.problems)
    for line in install.raw {
      script.report("raw: no installer runs that could read it", at: line.origin)
    }
  }

  private mutating func checkSystem() {
    let system = appliance.system
    let place = install.storage.table.origin
    if system.family.archive == nil {
      let known = Family.all.filter { $0.archive != nil }.map(\.name).joined(separator: " and ")
      script.report("bootstrap makes \(known), not '\(system.distribution)'", at: place)
    }
    if system.architecture != "x86_64" {
      script.report("bootstrap makes x86_64, not '\(system.architecture)'", at: place)
    }
  }
}
