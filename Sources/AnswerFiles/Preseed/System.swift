import Recipes
import Text

/// Language, time and name of the installed system.
extension PreseedRenderer {
  mutating func addSystem() {
    let (locale, keyboard, timezone) = (install.locale, install.keyboard, install.timezone)
    set("debian-installer/locale", "string", locale, setting: "locale")
    set("keyboard-configuration/xkb-keymap", "select", keyboard, setting: "keyboard")
    set("time/zone", "string", timezone, setting: "timezone")
    addTimezone()
    addHostname()
  }

  /// Sets the zone by hand, for the installer passes over one that it does not know, and tzsetup is not always loaded.
  private mutating func addTimezone() {
    let zone = shellWord("/usr/share/zoneinfo/\(install.timezone.value)")
    let message = shellWord(SetupScript.noTimezone(install.timezone.value))
    run("test -f /target\(zone) || fail \(message)", from: install.timezone.origin)
    run("ln -sfn \(zone) /target/etc/localtime", from: install.timezone.origin)
  }

  /// These lines are for people: the name is asked before this file can be fetched, so ``bootArguments`` answers it.
  private mutating func addHostname() {
    let hostname = install.hostname
    replace(
      Directive("netcfg/get_hostname", "string", String(hostname.value.host), from: hostname.origin),
      setting: Precedence("hostname", hostname))
    set("netcfg/get_domain", "string", String(hostname.value.domain), from: hostname.origin)
  }

  /// Debian installation guide, appendix B.2: `auto` puts questions off until the answer file is there.
  var bootArguments: [String] {
    let (host, domain) = (install.hostname.value.host, install.hostname.value.domain)
    return [
      "auto=true", "priority=critical", "preseed/url=\(Placeholder.answers.rawValue)", "hostname=\(host)",
    ]
      + (domain.isEmpty ? [] : ["domain=\(domain)"])
      + program.kernelArguments.map(\.value)
  }
}
