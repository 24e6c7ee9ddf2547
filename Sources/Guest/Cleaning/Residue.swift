/// What a system leaves behind that belongs to one machine, or to nobody: what sealing takes out of an image.
///
/// The list follows what virt-sysprep(1) resets.
struct Residue: Hashable, Sendable {
  /// What is done with what is found.
  enum Treatment: Hashable, Sendable {
    /// Removed, folders with all in them.
    case remove
    /// Kept as an empty file, with its mode and owner.
    case empty
  }

  /// What it is, for the log.
  let title: String
  /// Glob patterns.
  let patterns: [String]
  let treatment: Treatment

  static let all: [Residue] = [
    // systemd makes a new one at the first boot of an image whose file is empty; machine-id(5).
    Residue("machine-id", ["/etc/machine-id"], .empty),
    Residue("machine-id", ["/var/lib/dbus/machine-id"]),
    Residue("SSH host keys", ["/etc/ssh/ssh_host_*_key", "/etc/ssh/ssh_host_*_key.pub"]),
    Residue(
      "random seed",
      ["/var/lib/systemd/random-seed", "/var/lib/systemd/credential.secret", "/var/lib/urandom/random-seed"]),
    Residue(
      "DHCP leases",
      [
        "/var/lib/dhcp/*.leases*", "/var/lib/dhclient/*", "/var/lib/dhcpcd/*",
        "/var/lib/NetworkManager/*.lease",
      ]),
    Residue(
      "installer's leftovers",
      ["/var/log/installer", "/var/lib/install-id", "/root/anaconda-ks.cfg", "/root/original-ks.cfg"]),
    Residue("journal", ["/var/log/journal/*"]),
    Residue(
      "logs",
      [
        "/var/log/*.log", "/var/log/*/*.log", "/var/log/*.gz", "/var/log/*.[0-9]", "/var/log/lastlog",
        "/var/log/wtmp*",
        "/var/log/btmp*", "/var/log/syslog", "/var/log/messages", "/var/log/dmesg*", "/var/log/apt/*",
        "/var/log/anaconda",
      ]),
    Residue(
      "package caches",
      [
        "/var/cache/apt/*.bin", "/var/cache/apt/archives/*.deb", "/var/cache/apt/archives/partial/*",
        "/var/cache/dnf/*",
        "/var/cache/yum/*",
      ]),
    Residue("package indexes", ["/var/lib/apt/lists/*"]),
    // Answers of the installer, passwords among them.
    Residue("debconf's passwords", ["/var/cache/debconf/passwords.dat"], .empty),
    Residue("backups of system files", ["/etc/*-", "/var/cache/debconf/*-old", "/var/lib/dpkg/*-old"]),
    Residue(
      "shell history", ["/root/.*_history", "/home/*/.*_history", "/root/.lesshst", "/root/.wget-hsts"]),
    Residue("temporary files", ["/tmp/*", "/tmp/.[!.]*", "/var/tmp/*", "/var/tmp/.[!.]*"]),
    Residue("crash dumps", ["/var/crash/*", "/var/lib/systemd/coredump/*"]),
    Residue("mail", ["/var/mail/*", "/var/spool/mail/*"]),
    Residue("cloud-init's state", ["/var/lib/cloud/*"]),
  ]

  init(_ title: String, _ patterns: [String], _ treatment: Treatment = .remove) {
    self.title = title
    self.patterns = patterns
    self.treatment = treatment
  }
}
