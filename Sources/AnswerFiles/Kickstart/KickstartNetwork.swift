import Recipes

/// The host name, and the network of the installed system where the recipe says something of it.
extension KickstartRenderer {
  mutating func addNetwork() {
    let hostname = install.hostname
    let arguments = ["--bootproto=dhcp", "--device=link", "--activate", "--hostname=\(hostname.value)"]
    set("network", arguments, from: hostname.origin)
    addSearchDomains()
  }

  /// A connection for every card that has no other (nm-settings(5), `multi-connect`): what `network` says of search
  /// domains would be tied to the card of the machine that installs.
  private mutating func addSearchDomains() {
    guard let first = install.searchDomains.first else { return }
    let domains = install.searchDomains.map { "\($0.value);" }.joined()
    let connection = [
      "[connection]", "id=wired", "type=ethernet", "multi-connect=3", "autoconnect-priority=-100",
      "", "[ipv4]", "method=auto", "dns-search=\(domains)", "", "[ipv6]", "method=auto",
      "dns-search=\(domains)",
    ]
    let file = "/etc/NetworkManager/system-connections/wired.nmconnection"
    write(connection, to: file, mode: "600", from: first.origin)
  }
}
