import Diagnostics
import Recipes

/// Language, time, name, disks and packages of the installed system.
extension AutoinstallRenderer {
  mutating func addSystem() {
    let (locale, keyboard, timezone) = (install.locale, install.keyboard, install.timezone)
    set("locale", to: .text(locale.value.text, from: locale.origin), setting: Precedence("locale", locale))
    set(
      "keyboard", "layout", to: .text(keyboard.value.text, from: keyboard.origin),
      setting: Precedence("keyboard", keyboard))
    set(
      "timezone", to: .text(timezone.value.text, from: timezone.origin),
      setting: Precedence("timezone", timezone))
    // That is how the host knows the end.
    set("shutdown", to: .text("poweroff", from: .standard))
    // By hand, since the installer asks for a name only together with a user that has a password, and leaves language and time
    // to cloud-init at the first boot, by settings of its own that the appliance does not keep.
    script.setHostname(install.hostname)
    if let given = given("identity")?["hostname"], given.text != install.hostname.value.text {
      let winner = Precedence("hostname", install.hostname).reason(against: given.text, act: "Kiln sets it")
      let message = "'identity.hostname' is dropped: \(winner)"
      warnings.append(Diagnostic(message, from: given.origin))
    }
    script.setTimezone(install.timezone)
    script.setLocale(install.locale)
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
    if install.locale.value.isMade, seen.insert("locales").inserted {
      items.append(.text("locales", from: install.locale.origin))
    }
    problems += install.packages.compactMap(\.problemForDebian)
    for package in install.packages {
      let name = package.value.text
      if seen.insert(name).inserted { items.append(.text(name, from: package.origin)) }
    }
    packages = items.compactMap(\.text)
    merge(["packages"], .list(items, from: .standard))
  }
}
