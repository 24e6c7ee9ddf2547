import Diagnostics
import Recipes

/// What no install goes without, whatever files say: nothing is asked, nothing is shown that waits, and the machine switches itself
/// off, which is how the host knows the end.
extension KickstartRenderer {
  /// After all else, so that nothing takes it back.
  mutating func addEnd() {
    settle(
      "cmdline", inPlaceOf: ["graphical", "text", "vnc", "rdp", "autostep"],
      because: "nobody looks at the installer")
    settle("poweroff", inPlaceOf: ["halt", "reboot", "shutdown"], because: "an install ends by 'poweroff'")
  }

  private mutating func settle(_ name: String, inPlaceOf others: Set<String>, because reason: String) {
    drop(because: reason) { others.contains($0.name) }
    let given = kickstart.commands.filter { $0.name == name }
    // What is included may say otherwise; the last one counts.
    let isLast = !kickstart.commands.contains { $0.name == "%include" }
    guard given.isEmpty || !isLast else { return }
    var line = AnswerFile.Line(name, from: .standard)
    line.isImplied = true
    kickstart.remove { $0.name == name }
    let command = KickstartCommand(words: [name], line: line)
    if kickstart.includesAfterSections {
      kickstart.entries.append(.command(command))
    } else {
      kickstart.add([command])
    }
  }

  /// What cannot be brought together with an install from packages.
  mutating func review(_ kickstart: Kickstart) {
    for command in kickstart.commands {
      if let what = Self.others[command.name] {
        let message =
          "'\(command.name)' \(what), where a recipe's distribution is installed from packages; leave it out"
        problems.append(Diagnostic(message, from: command.line.origin))
      } else if let what = Self.services[command.name] {
        warnings.append(Diagnostic("'\(command.name)' \(what)", from: command.line.origin))
      }
    }
  }

  private static let others = [
    "bootc": "takes the system from a container",
    "liveimg": "unpacks an image",
    "ostreecontainer": "takes the system from a container",
    "ostreesetup": "takes the system from an OSTree repository",
    "rescue": "starts a rescue system",
  ]

  private static let services = [
    "realm": "joins a domain: the machine that installs does, and every copy of the image is the same member",
    "rhsm":
      "registers with Red Hat's subscription service: the machine that installs does, and only RHEL has it",
  ]
}
