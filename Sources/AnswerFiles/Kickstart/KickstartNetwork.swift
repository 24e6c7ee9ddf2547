import Diagnostics
import Recipes

/// The host name, and the network of the installed system where the recipe says something of it.
///
/// Lines of the partial answer file for a device by name, such as a bond or a VLAN, stay, but for their host name. What it says for
/// the one that has a link is merged with ours: the install needs DHCP there.
extension KickstartRenderer {
  mutating func addNetwork() {
    let hostname = install.hostname
    let arguments = ["--bootproto=dhcp", "--device=link", "--activate", "--hostname=\(hostname.value)"]
    takeHostnames(for: Precedence("hostname", hostname))
    let isOfOthers = { [version] (command: KickstartCommand) in
      KickstartArguments(command, version)?.value("--device").map { !["link", "bootif"].contains($0) }
        ?? false
    }
    // `on` does no harm.
    let isOff = kickstart.commands.contains { command in
      command.name == "network" && !isOfOthers(command)
        && option("--onboot", of: command).map { !["1", "on", "true", "yes"].contains($0.lowercased()) }
          ?? false
    }
    set(
      "network", arguments, from: hostname.origin, dropping: Self.unreachable + (isOff ? ["--onboot"] : []),
      setting: ("--hostname", Precedence("hostname", hostname)),
      where: { !isOfOthers($0) })
    warnOfNamedCards()
    addSearchDomains()
  }

  /// They go with an address that is given, not asked for, or keep the card from asking, or from reaching a mirror.
  private static let unreachable = [
    "--ip", "--netmask", "--gateway", "--noipv4", "--no-activate", "--vlanid", "--interfacename",
    "--bondslaves",
    "--bondopts", "--nodefroute", "--nodns", "--teamslaves", "--teamconfig", "--bridgeslaves", "--bridgeopts",
  ]

  /// A fixed address for one is set up beside DHCP on the card that has a link, and on no other card.
  private mutating func warnOfNamedCards() {
    let networks = kickstart.commands.filter { $0.name == "network" }
      .compactMap { command in KickstartArguments(command, version).map { (command, $0) } }
    let made = Set(
      networks.filter { $0.1.options.contains { Self.makers.contains($0.name) } }
        .compactMap { $0.1.value("--device") })
    for (command, arguments) in networks where arguments.has("--ip") {
      // An address of the card itself has colons.
      guard let device = arguments.value("--device"), !["link", "bootif"].contains(device),
        !device.contains(":"), !made.contains(device)
      else { continue }
      let message =
        "'network --device=\(device)' stays, beside DHCP on the card that has a link: the machine that installs may have no card of that name"
      warnings.append(Diagnostic(message, from: command.line.origin))
    }
  }

  /// Options of a line that makes its device.
  private static let makers: Set = ["--bondslaves", "--teamslaves", "--bridgeslaves", "--vlanid"]

  /// From lines that stay.
  private mutating func takeHostnames(for setting: Precedence) {
    for (index, entry) in kickstart.entries.enumerated() {
      guard case .command(let command) = entry, command.name == "network",
        let arguments = KickstartArguments(command, version), arguments.has("--device"),
        !["link", "bootif"].contains(arguments.value("--device")), let name = arguments.value("--hostname")
      else { continue }
      warn(
        of: "network --hostname=\(name)",
        setting.reason(against: name, act: Self.takesPlace(setting.origin)), at: command)
      let rest = arguments.written { $0 != "--hostname" }
      kickstart.entries[index] = .command(KickstartCommand("network", rest, from: command.line.origin))
    }
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
