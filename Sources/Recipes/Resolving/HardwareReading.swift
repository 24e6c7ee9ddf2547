import Diagnostics

/// Reads the merged `hardware`, and reports what cannot stand together in it.
extension ApplianceReader {
  mutating func hardware() -> Hardware {
    let hardware = value["hardware"] ?? .nothing
    let firmware = hardware.choice("firmware", else: Hardware.Firmware.bios)
    if value["os"]?.string("arch") == "aarch64", firmware != .uefi {
      let written = hardware["firmware"].flatMap { $0.origin == .standard ? nil : $0 }
      let reason = firmware == .bios ? "aarch64 has no BIOS" : "Secure Boot is for x86_64 only"
      reportConflict("\(reason); set 'hardware.firmware' to uefi", at: place(written ?? hardware))
    }
    return Hardware(
      cpus: hardware.integer("cpus"), memory: hardware.size("memory"), firmware: firmware,
      disks: disks(hardware))
  }

  private mutating func disks(_ hardware: Value) -> [Hardware.Disk] {
    var seen: [String: Origin] = [:]
    let disks = hardware.list("disks").map { disk in
      let name = disk.string("name")
      if let first = seen[name] {
        reportConflict("two disks are named '\(name)', the first at \(first)", at: disk.origin)
      } else {
        seen[name] = disk.origin
      }
      return Hardware.Disk(
        name: name, size: disk.size("size"), role: disk.choice("role", else: Hardware.Role.system))
    }
    if !disks.contains(where: { $0.role == .system }) {
      reportConflict("no disk has the role 'system'", at: place(hardware["disks"] ?? hardware))
    }
    return disks
  }

  /// Where a value is written; the start of the recipe for what nobody wrote.
  private func place(_ value: Value) -> Origin {
    guard value.origin == .standard, let recipe else { return value.origin }
    return .recipe(Location(file: recipe.file, line: 1, column: 1))
  }
}
