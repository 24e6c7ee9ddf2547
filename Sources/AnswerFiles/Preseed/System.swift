import Recipes
import Text

/// Language, time and name of the installed system.
extension PreseedRenderer {
  mutating func addSystem() {
    set("debian-installer/locale", "string", install.locale, "locale", .locale)
    set("keyboard-configuration/xkb-keymap", "select", install.keyboard, "keyboard", .keyboard)
    set("time/zone", "string", install.timezone, "timezone", .timezone)
    addTimezone()
    addHostname()
  }

  /// Sets the zone by hand, for the installer passes over one that it does not know, and tzsetup is not always loaded.
  private mutating func addTimezone() {
    let zone = shellWord("/usr/share/zoneinfo/" + install.timezone.value)
    let message = shellWord(SetupScript.noTimezone(install.timezone.value))
    run("test -f /target\(zone) || fail \(message)", from: install.timezone.origin)
    run("ln -sfn \(zone) /target/etc/localtime", from: install.timezone.origin)
  }

  /// These lines are for people: the name is asked before this file can be fetched, so ``bootArguments`` answers it.
  private mutating func addHostname() {
    let (host, domain) = hostAndDomain
    Rule.hostname.check(install.hostname.value, "hostname", at: install.hostname.origin, &problems)
    set("netcfg/get_hostname", "string", String(host), from: install.hostname.origin)
    set("netcfg/get_domain", "string", String(domain), from: install.hostname.origin)
  }

  private var hostAndDomain: (host: Substring, domain: Substring) {
    let host = install.hostname.value.prefix { $0 != "." }
    return (host, install.hostname.value.dropFirst(host.count + 1))
  }

  /// Debian installation guide, appendix B.2: `auto` puts questions off until the answer file is there.
  var bootArguments: [String] {
    let (host, domain) = hostAndDomain
    return [
      "auto=true", "priority=critical", "preseed/url=\(Placeholder.answers.rawValue)", "hostname=\(host)",
    ]
      + (domain.isEmpty ? [] : ["domain=\(domain)"])
      + appliance.installer.kernelArguments.map(\.value)
  }
}
