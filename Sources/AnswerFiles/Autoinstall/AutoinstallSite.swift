import Recipes
import Text

/// Accounts, and what belongs to the place: all by the script, for the installer makes only one user, with a password, and
/// leaves the rest to a first boot, which would be too late for an image.
extension AutoinstallRenderer {
  mutating func addSite() {
    // The installer takes any user-data in place of that user.
    set("user-data", "preserve_hostname", to: .bare(true, from: install.hostname.origin))
    script.addAccounts(of: install)
    script.run("mkdir -p /etc/systemd/resolved.conf.d /etc/systemd/timesyncd.conf.d", from: .standard)
    script.addSite(of: install)
    addChronySources()
  }

  /// For releases that have chrony in the place of systemd-timesyncd (chrony.conf(5), `sourcedir`).
  private mutating func addChronySources() {
    guard let first = install.timeServers.first else { return }
    let folder = "/etc/chrony/sources.d"
    let servers = install.timeServers.map { shellWord("server \($0.value) iburst") }.joined(separator: " ")
    let write = "rm -f \(folder)/*; printf '%s\\n' \(servers) > \(folder)/site.sources"
    script.run("if test -d \(folder); then \(write); fi", from: first.origin)
  }
}
