import Diagnostics
import Recipes
import YAML

/// Renders an appliance's settings for an image that is taken over with the system in it.
///
/// What a script can change in any system is changed, if a recipe, the site or the command line says so; the rest is
/// refused. Mirror and proxy serve the build; the image's own package sources stay.
struct ImportRenderer {
  let appliance: Appliance

  private var install: InstallSettings { appliance.install }

  func render() throws(Diagnostics) -> AnswerFile {
    var script = SetupScript()
    for (setting, origin) in refused where origin != .standard {
      script.report(
        "\(setting): an imported image keeps its own; change it by a script under 'provision'", at: origin)
    }
    if install.hostname.origin != .standard { script.setHostname(install.hostname) }
    if install.timezone.origin != .standard { script.setTimezone(install.timezone) }
    script.addAccounts(of: install)
    return try script.answerFile()
  }

  private var refused: [(setting: String, origin: Origin)] {
    let single = [
      ("locale", install.locale.origin), ("keyboard", install.keyboard.origin),
      ("storage", install.storage.partitions.first?.origin ?? install.storage.table.origin),
      ("serial_console", install.serialConsole?.origin ?? .standard),
    ]
    return single
      + list("packages", install.packages) + list("kernel_arguments", install.kernelArguments)
      + list("raw", install.raw) + list("ca_certificates", install.certificates)
      + list("ntp", install.timeServers) + list("dns_search", install.searchDomains)
  }

  private func list<Value>(_ setting: String, _ values: [Sourced<Value>]) -> [(String, Origin)] {
    values.first.map { [(setting, $0.origin)] } ?? []
  }
}
