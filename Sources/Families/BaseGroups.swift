/// What systemd makes in every family (its sysusers.d/basic.conf.in and those beside it).
private let systemdGroups: Set<String> = [
  "audio", "cdrom", "clock", "dialout", "disk", "input", "kmem", "kvm", "lp", "messagebus", "render", "root",
  "sgx", "systemd-coredump", "systemd-journal", "systemd-network", "systemd-resolve", "systemd-timesync",
  "tape",
  "tty", "users", "utmp", "video",
]

/// base-passwd's `group.master`, and what sudo, OpenSSH, cron and the installer's own list for its first user add.
let debianGroups: Set<String> = systemdGroups.union([
  "_ssh", "adm", "backup", "bin", "crontab", "daemon", "dip", "fax", "floppy", "games", "irc", "list", "mail",
  "man", "netdev", "news", "nogroup", "operator", "plugdev", "polkitd", "proxy", "sasl", "shadow", "src",
  "ssh",
  "staff", "sudo", "sys", "syslog", "uucp", "voice", "www-data",
])

/// The setup package's `/etc/group`, and what OpenSSH, polkit and utempter add.
let redHatGroups: Set<String> = systemdGroups.union([
  "adm", "bin", "daemon", "dbus", "floppy", "ftp", "games", "lock", "mail", "man", "mem", "nobody", "polkitd",
  "ssh_keys", "sshd", "sys", "utempter", "wheel",
])
