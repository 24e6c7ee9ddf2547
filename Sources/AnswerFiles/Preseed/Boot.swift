import Recipes

/// Kernel arguments and consoles of the installed system.
extension PreseedRenderer {
  mutating func addBoot() {
    for argument in install.kernelArguments {
      Rule.kernelArgument.check(argument.value, "kernelArguments", at: argument.origin, &problems)
    }
    var arguments = install.kernelArguments
    if let console = install.serialConsole {
      Rule.serialConsole.check(console.value, "serialConsole", at: console.origin, &problems)
      // The last one is /dev/console; systemd-getty-generator(8) puts a login on each.
      arguments.append(Sourced("console=tty0 console=\(console.value)", from: console.origin))
    }
    let origin = arguments.first?.origin ?? .standard
    preseed.extend(Directive("debian-installer/add-kernel-opts", "string", parts: arguments, from: origin))
    // It would put a login on the console that the installer itself happens to run on.
    run("rm -f /usr/lib/finish-install.d/90console", from: .standard)
  }
}
