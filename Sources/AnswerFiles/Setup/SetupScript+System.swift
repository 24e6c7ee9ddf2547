import Recipes
import Text

/// Name, language, time and accounts of the system.
extension SetupScript {
  mutating func setTimezone(_ zone: Sourced<TimeZoneName>) {
    let file = shellWord("/usr/share/zoneinfo/\(zone.value)")
    run("test -f \(file)", orFail: Self.noTimezone(zone.value), from: zone.origin)
    run("ln -sfn \(file) /etc/localtime", from: zone.origin)
  }

  /// Package `locales` makes it; `C.UTF-8` is always there.
  mutating func setLocale(_ locale: Sourced<LocaleName>) {
    guard locale.value.isMade else { return }
    let pattern = locale.value.text.replacing(".", with: #"\."#)
    run(#"sed -i 's/^# *\(\#(pattern) .*\)/\1/' /etc/locale.gen"#, from: locale.origin)
    run(
      "grep -q '^\(pattern) ' /etc/locale.gen",
      orFail: "the system's /etc/locale.gen has no locale '\(locale.value)'", from: locale.origin)
    run("locale-gen", from: .standard)
    run("update-locale LANG=\(locale.value)", from: locale.origin)
  }

  /// Debian 13 and Ubuntu 24.04 have moved the former names, all links, to a package of their own.
  static func noTimezone(_ zone: TimeZoneName) -> String {
    "the system has no time zone '\(zone)'; package tzdata-legacy has former names, tzdata all others"
  }

  /// hosts(5): 127.0.1.1 is Debian's own for a machine without a permanent address (Debian Reference, 5.1.1).
  mutating func setHostname(_ name: Sourced<Hostname>) {
    let host = name.value.host
    let names = name.value.domain.isEmpty ? name.value.text : "\(name.value) \(host)"
    write([String(host)], to: "/etc/hostname", from: name.origin)
    write(
      [
        "127.0.0.1 localhost", "127.0.1.1 \(names)", "", "::1 localhost ip6-localhost ip6-loopback",
        "ff02::1 ip6-allnodes", "ff02::2 ip6-allrouters",
      ], to: "/etc/hosts", from: name.origin)
  }
}

/// Root's keys, and users. No account gets a password.
extension SetupScript {
  mutating func addAccounts(of install: InstallSettings) {
    addAccounts(install.authorizedKeys, install.users)
  }

  /// - Parameter addsKeys: whether root's keys come to those that are there.
  mutating func addAccounts(
    _ keys: [Sourced<AuthorizedKey>], _ users: [Sourced<User>], addsKeys: Bool = false
  ) {
    let accounts = AccountCommands(keys, users, target: "", addsKeys: addsKeys, write: Self.writing)
    accounts.commands.forEach { run($0.value, from: $0.origin) }
  }
}
