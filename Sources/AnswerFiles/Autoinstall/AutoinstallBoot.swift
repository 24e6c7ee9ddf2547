import Recipes

/// Kernel arguments and consoles of the installed system.
///
/// A drop-in of GRUB's settings says them. It also empties what the installer carries over from its own kernel command line.
extension AutoinstallRenderer {
  mutating func addBoot() {
    var arguments = install.kernelArguments.map(\.value.text)
    var origin = install.kernelArguments.first?.origin ?? .standard
    if let console = install.serialConsole {
      // The last one is /dev/console; systemd-getty-generator(8) puts a login on each.
      arguments += ["console=tty0", "console=\(console.value)"]
      origin = console.origin
    }
    let settings = [
      #"GRUB_CMDLINE_LINUX_DEFAULT="""#, "GRUB_CMDLINE_LINUX=\"\(arguments.joined(separator: " "))\"",
    ]
    script.write(
      settings + grubMenuSettings(serialConsole: install.serialConsole?.value),
      to: "/etc/default/grub.d/50-appliance.cfg", from: origin)
    script.run("update-grub", from: .standard)
  }
}
