import Partitioning
import Recipes

/// Kernel arguments, consoles and boot loader of a bootstrapped system; the boot loader itself is written to the disk when
/// there is one.
extension BootstrapRenderer {
  mutating func addBoot() {
    let console = install.serialConsole
    // The last one is /dev/console; systemd-getty-generator(8) puts a login on each.
    let consoles = console.map { ["console=tty0", "console=\($0.value)"] } ?? []
    let arguments = (install.kernelArguments.map(\.value.text) + consoles).joined(separator: " ")
    let origin = install.kernelArguments.first?.origin ?? console?.origin ?? .standard
    script.run("mkdir -p /etc/default/grub.d", from: .standard)
    script.write(
      ["GRUB_CMDLINE_LINUX=\"\(arguments)\""] + grubMenuSettings(serialConsole: console?.value) + [
        "GRUB_TIMEOUT=1"
      ],
      to: "/etc/default/grub.d/50-appliance.cfg", from: origin)
    addUpdateAnswers()
  }

  /// Where an update of GRUB's package puts the new one.
  private mutating func addUpdateAnswers() {
    let disk = PartitionPlan(appliance, rules: .bootstrap).system?.name ?? "vda"
    let answers =
      appliance.hardware.firmware.isUEFI
      ? "grub-efi-amd64 grub2/force_efi_extra_removable boolean true"
      : "grub-pc grub-pc/install_devices multiselect /dev/\(disk)"
    script.run("echo '\(answers)' | debconf-set-selections", from: .standard)
  }
}
