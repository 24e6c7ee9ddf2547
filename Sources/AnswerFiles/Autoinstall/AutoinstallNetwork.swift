import Diagnostics
import Recipes

/// The network while installing: the installer sets up what its file says before it looks for the mirror, and what is
/// behind a fixed address reaches neither that nor the host.
extension AutoinstallRenderer {
  /// Without the key, every card asks DHCP.
  mutating func reviewNetwork() {
    if let network = given("network"), raw["network"] == nil, !network.asksDHCP {
      // What is wrong with it is told all the same.
      let alone = AutoinstallValue.map(
        ["version": .bare(1, from: .standard), "network": network], from: .standard)
      guard AutoinstallSchema.autoinstall.problems(of: alone, isWhole: true).isEmpty else { return }
      drop("network", because: "the machine that installs has its address by DHCP, and no card asks it there")
    }
    if let network = raw["network"], !network.asksDHCP {
      let message = "raw: 'network' has no card ask DHCP, by which the machine that installs has its address"
      warnings.append(Diagnostic(message, from: network.origin))
    }
  }
}

extension AutoinstallValue {
  /// Whether some device of a netplan configuration asks for an address (netplan(5), `dhcp4`).
  fileprivate var asksDHCP: Bool {
    // With its own key around it, as in netplan's own files.
    let devices = (self["network"] ?? self).members.flatMap(\.value.members)
    return devices.contains { device in
      guard let answer = device.value["dhcp4"]?.text else { return false }
      return ["true", "yes", "on", "y"].contains(answer.lowercased())
    }
  }
}
