import Partitioning
import Recipes

/// Kernel arguments and consoles of the installed system, and the installer's own.
extension KickstartRenderer {
  mutating func addBoot() {
    var arguments = install.kernelArguments.map(\.value.text)
    if let console = install.serialConsole {
      // The last one is /dev/console; systemd-getty-generator(8) puts a login on each.
      arguments += ["console=tty0", "console=\(console.value)"]
    }
    let append = arguments.isEmpty ? [] : ["--append=\(arguments.joined(separator: " "))"]
    let drive = PartitionPlan(appliance, rules: .anaconda).system.map { ["--boot-drive=\($0.name)"] } ?? []
    let origin = install.kernelArguments.first?.origin ?? install.serialConsole?.origin ?? .standard
    let command = KickstartCommand("bootloader", drive + append, from: origin)
    let earlier = kickstart.command("bootloader")
    kickstart.set(
      [earlier.map(command.keeping(argumentsOf:)) ?? command], inPlaceOf: ["bootloader"])
  }

  /// Anaconda's documentation, `boot-options.rst`. The answer file and logs are of no use in the image.
  ///
  /// With a CD the second stage is found on it; without, below the tree.
  var bootArguments: [String] {
    var arguments = ["inst.ks=\(Placeholder.answers.rawValue)", "inst.cmdline", "inst.nosave=all", "ip=dhcp"]
    if isOnCD {
      arguments.append("inst.stage2=cdrom")
    } else if let tree = program.tree {
      arguments.append("inst.stage2=\(Placeholder.mirror.rawValue)/\(tree.value)")
    }
    return arguments + program.kernelArguments.map(\.value)
  }
}
