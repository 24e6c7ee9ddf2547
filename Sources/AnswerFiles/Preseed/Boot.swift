import Recipes

/// Kernel arguments and consoles of the installed system.
///
/// A drop-in of GRUB's settings says them. The installer's own question for kernel arguments has no effect here: it is read
/// by GRUB's package when that is configured, which is with the base system; and the installer would add the consoles
/// that it happens to run on itself.
extension PreseedRenderer {
  mutating func addBoot() {
    early.append(Sourced("arguments=;", from: .standard))
    for argument in install.kernelArguments {
      addArguments(argument.asText)
    }
    let menuSettings = grubMenuSettings(serialConsole: install.serialConsole?.value)
    var menuOrigin = Origin.standard
    if let console = install.serialConsole {
      // The last one is /dev/console; systemd-getty-generator(8) puts a login on each.
      addArguments(Sourced("console=tty0 console=\(console.value)", from: console.origin))
      menuOrigin = console.origin
    }
    early += [
      Sourced(#"echo "GRUB_CMDLINE_LINUX=\"${arguments# }\"" > /tmp/grub.cfg;"#, from: .standard),
      Sourced(
        write(menuSettings, to: "/tmp/grub.cfg", append: true) + ";", from: menuOrigin),
      hook(
        "/usr/lib/base-installer.d/10grub", "mkdir -p \(folder); cp /tmp/grub.cfg \(folder)/50-appliance.cfg"),
    ]
    run("rm -f /usr/lib/finish-install.d/90console", from: .standard)
  }

  private mutating func addArguments(_ text: Sourced<String>) {
    early.append(Sourced("arguments=\"$arguments \(text.value)\";", from: text.origin))
  }

  private var folder: String { "/target/etc/default/grub.d" }
}
