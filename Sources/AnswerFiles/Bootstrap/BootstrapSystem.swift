import Recipes

/// Language, time, name and network of a bootstrapped system.
extension BootstrapRenderer {
  mutating func addSystem() {
    script.setHostname(install.hostname)
    script.setTimezone(install.timezone)
    script.setLocale(install.locale)
    addKeyboard()
  }

  /// keyboard(5). The initramfs carries a copy.
  private mutating func addKeyboard() {
    let keyboard = install.keyboard
    guard keyboard.value != "us" else { return }
    let line = "XKBLAYOUT=\"\(keyboard.value)\""
    script.run("sed -i 's/^XKBLAYOUT=.*/\(line)/' /etc/default/keyboard", from: keyboard.origin)
    script.run(
      "grep -q '^\(line)$' /etc/default/keyboard",
      orFail: "the system's /etc/default/keyboard has no XKBLAYOUT to set", from: keyboard.origin)
    script.run("update-initramfs -u -k all", from: keyboard.origin)
  }

  /// Every network card asks DHCP, until something else is set up.
  mutating func addNetwork() {
    let folder = "/etc/systemd/network"
    script.run(
      "mkdir -p \(folder) /etc/systemd/resolved.conf.d /etc/systemd/timesyncd.conf.d", from: .standard)
    script.write(
      ["[Match]", "Name=en* eth*", "", "[Network]", "DHCP=yes"], to: "\(folder)/80-dhcp.network",
      from: .standard)
    script.run("systemctl enable systemd-networkd systemd-resolved", from: .standard)
    script.addSite(of: install)
  }
}
