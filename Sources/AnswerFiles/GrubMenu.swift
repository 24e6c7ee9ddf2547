import Recipes

/// GRUB's settings (GRUB manual, 6.1 and `serial`) for its menu on the screen, and on the serial line where GRUB has a
/// driver for it: lines of a drop-in in `/etc/default/grub.d`.
func grubMenuSettings(serialConsole: SerialConsole?) -> [String] {
  guard let console = serialConsole?.text, console.hasPrefix("ttyS") else { return ["GRUB_TERMINAL=console"] }
  let unit = console.dropFirst(4).prefix { $0 != "," }
  let speed = console.dropFirst(5 + unit.count).prefix { $0.isNumber }
  // 9600 is also what the kernel takes when none is given.
  let command = "serial --unit=\(unit) --speed=\(speed.isEmpty ? "9600" : speed)"
  return [#"GRUB_TERMINAL="console serial""#, "GRUB_SERIAL_COMMAND=\"\(command)\""]
}
