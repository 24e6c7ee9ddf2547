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
    let origin = install.kernelArguments.first?.origin ?? install.serialConsole?.origin ?? .standard
    let drive = PartitionPlan(appliance, rules: .anaconda).system.map { ["--boot-drive=\($0.name)"] } ?? []
    // The kernel is given those of the partial answer file, too.
    let others = kickstart.commands.filter { $0.name == "bootloader" }
      .flatMap { option("--append", of: $0)?.split(separator: " ").map(String.init) ?? [] }
    arguments = others.filter { !arguments.contains($0) } + arguments
    let append = arguments.isEmpty ? [] : ["--append=\(arguments.joined(separator: " "))"]
    set("bootloader", drive + append, from: origin, merging: ["--append"])
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
