import Recipes

/// Language, time and name of the installed system.
extension KickstartRenderer {
  mutating func addSystem() {
    let (locale, keyboard) = (install.locale, install.keyboard)
    Rule.locale.check(locale.value, "locale", at: locale.origin, &problems)
    set("lang", [locale.value], from: locale.origin)
    Rule.keyboard.check(keyboard.value, "keyboard", at: keyboard.origin, &problems)
    set("keyboard", ["--xlayouts=\(keyboard.value)"], from: keyboard.origin)
    addTime()
  }

  /// The clock of a virtual machine is in UTC.
  private mutating func addTime() {
    let (timezone, servers) = (install.timezone, install.timeServers)
    Rule.timezone.check(timezone.value, "timezone", at: timezone.origin, &problems)
    for server in servers {
      Rule.hostname.check(server.value, "timeServers", at: server.origin, &problems)
    }
    let names = servers.map(\.value).joined(separator: ",")
    let hasSource = KickstartSyntax.problem("timesource", version) == nil
    let list = hasSource || servers.isEmpty ? [] : ["--ntpservers=\(names)"]
    set("timezone", [timezone.value, "--utc"] + list, from: timezone.origin)
    guard hasSource, !servers.isEmpty else { return }
    let commands = servers.map {
      KickstartCommand("timesource", ["--ntp-server=\($0.value)"], from: $0.origin)
    }
    kickstart.set(commands, inPlaceOf: ["timesource"])
  }
}
