import Recipes

/// Language, time and name of the installed system.
extension KickstartRenderer {
  mutating func addSystem() {
    let (locale, keyboard) = (install.locale, install.keyboard)
    set(
      "lang", [locale.value.text], from: locale.origin, setting: (nil, Precedence("locale", locale)))
    set(
      "keyboard", ["--xlayouts=\(keyboard.value)"], from: keyboard.origin,
      setting: ("--xlayouts", Precedence("keyboard", keyboard)))
    addTime()
  }

  /// The clock of a virtual machine is in UTC.
  private mutating func addTime() {
    let (timezone, servers) = (install.timezone, install.timeServers)
    let names = servers.map(\.value.text).joined(separator: ",")
    let hasSource = version.reads("timesource")
    let list = hasSource || servers.isEmpty ? [] : ["--ntpservers=\(names)"]
    // `--isUtc` is the former word for `--utc`.
    set(
      "timezone", [timezone.value.text, "--utc"] + list, from: timezone.origin, merging: ["--isUtc"],
      setting: (nil, Precedence("timezone", timezone)))
    guard hasSource, !servers.isEmpty else { return }
    let commands = servers.map {
      KickstartCommand("timesource", ["--ntp-server=\($0.value)"], from: $0.origin)
    }
    replace(["timesource"], by: commands)
  }
}
