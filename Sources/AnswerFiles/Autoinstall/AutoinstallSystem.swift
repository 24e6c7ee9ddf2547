import Diagnostics
import Recipes

/// Language, time, name, disks and packages of the installed system.
extension AutoinstallRenderer {
  mutating func addSystem() {
    set("locale", to: .text(install.locale.value.text, from: install.locale.origin))
    set("keyboard", "layout", to: .text(install.keyboard.value.text, from: install.keyboard.origin))
    set("timezone", to: .text(install.timezone.value.text, from: install.timezone.origin))
    // That is how the host knows the end.
    set("shutdown", to: .text("poweroff", from: .standard))
    // By hand, since the installer asks for a name only together with a user that has a password, and leaves language and time
    // to cloud-init at the first boot, by settings of its own that the appliance does not keep.
    script.setHostname(install.hostname)
    if let given = given("identity")?["hostname"], given.text != install.hostname.value.text {
      let message = "'identity.hostname' is dropped: \(install.hostname.origin) takes its place"
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
