import Recipes

/// Language, time, name, disks and packages of the installed system.
extension AutoinstallRenderer {
  mutating func addSystem() {
    set("locale", to: install.locale, "locale", .locale)
    set("keyboard", "layout", to: install.keyboard, "keyboard", .keyboard)
    set("timezone", to: install.timezone, "timezone", .timezone)
    // That is how the host knows the end.
    set("shutdown", to: .text("poweroff", from: .standard))
    addHostname()
  }

  /// By hand, since the installer asks for a name only together with a user that has a password.
  private mutating func addHostname() {
    let name = install.hostname
    Rule.hostname.check(name.value, "hostname", at: name.origin, &problems)
    let host = name.value.prefix { $0 != "." }
    let names = host == name.value ? name.value : "\(name.value) \(host)"
    let hosts = ["127.0.0.1 localhost", "127.0.1.1 \(names)", "", "::1 localhost ip6-localhost ip6-loopback"]
    run(writing([name.value], to: "/target/etc/hostname"), from: name.origin)
    run(writing(hosts, to: "/target/etc/hosts"), from: name.origin)
  }

  mutating func addStorage() {
    let layout = CurtinLayout(appliance)
    problems += layout.problems
    guard layout.problems.isEmpty else { return }
    let origin = install.storage.table.origin
    let actions = CurtinActions(layout, firmware: appliance.hardware.firmware).actions
    // No swap but what the layout has.
    set(
      "storage",
      to: .map(
        [
          "swap": .map(["size": .bare(0, from: origin)], from: origin),
          "config": .list(actions, from: origin),
        ],
        from: origin))
  }

  mutating func addPackages() {
    var items = listedPackages
    var seen = Set(items.compactMap(\.text))
    for package in install.packages {
      Rule.package.check(package.value, "packages", at: package.origin, &problems)
      if seen.insert(package.value).inserted { items.append(.text(package.value, from: package.origin)) }
    }
    packages = items.compactMap(\.text)
    set("packages", to: .list(items, from: .standard))
  }
}

/// A shell command that writes lines to a file, whose name must need no quotes, whatever the lines contain.
///
/// Not by `echo`: the shell that the installer runs commands with is dash, whose `echo` gives backslashes a meaning.
func writing(_ lines: [String], to file: String) -> String {
  var end = "END"
  while lines.contains(end) { end += "_" }
  return (["cat > \(file) <<'\(end)'"] + lines + [end, ""]).joined(separator: "\n")
}
