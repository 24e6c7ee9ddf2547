/// The commands and sections of kickstart, and which of them a version reads.
enum KickstartSyntax {
  static let sections: Set = [
    "%packages", "%pre", "%pre-install", "%post", "%onerror", "%traceback", "%addon", "%anaconda",
    "%certificate",
  ]

  /// Those that every version reads.
  private static let commands: Set = [
    "autopart", "bootloader", "btrfs", "cdrom", "clearpart", "cmdline", "driverdisk", "eula", "fcoe",
    "firewall", "firstboot", "graphical", "group", "halt", "harddrive", "hmc", "ignoredisk", "iscsi",
    "iscsiname", "keyboard", "lang", "liveimg", "logging", "logvol", "mediacheck", "network", "nfs",
    "ostreesetup", "part", "partition", "poweroff", "raid", "realm", "reboot", "repo", "reqpart", "rescue",
    "rootpw", "selinux", "services", "shutdown", "skipx", "snapshot", "sshpw", "text", "timezone", "updates",
    "url", "user", "volgroup", "xconfig", "zerombr", "zfcp",
  ]

  /// Each of their lines says something of its own; of any other command the last line alone counts.
  static let repeatable: Set = [
    "btrfs", "device", "driverdisk", "fcoe", "group", "iscsi", "logvol", "module", "mount", "network",
    "nvdimm", "part", "partition", "raid", "repo", "snapshot", "sshkey", "sshpw", "timesource", "updates",
    "user", "volgroup", "zfcp",
  ]

  /// Why a version does not read a command or section; nil if it does.
  static func problem(_ name: String, _ version: KickstartVersion) -> String? {
    if name == "btrfs", !version.hasBtrfs { return "\(version.title) has no btrfs; use another file system" }
    if let term = KickstartTerm.commands[name] { return problem(name, term, version) }
    guard !commands.contains(name), !sections.contains(name) else { return nil }
    let known = sections.sorted().joined(separator: ", ")
    return name.hasPrefix("%") ? "unknown section '\(name)'; known are \(known)" : "unknown command '\(name)'"
  }

  /// Why a version does not read an option, given with or without its value; nil if it does, or is not known not to.
  static func problem(_ option: String, of name: String, _ version: KickstartVersion) -> String? {
    let option = "\(name) \(option.prefix { $0 != "=" })"
    return KickstartTerm.options[option].flatMap { problem(option, $0, version) }
  }

  private static func problem(_ name: String, _ term: KickstartTerm, _ version: KickstartVersion) -> String? {
    term.ages.contains(version.age) ? nil : "\(version.title) does not read '\(name)'; \(term.instead)"
  }
}
