extension Residue {
  /// In the order in which they are carried out. See systemd's machine-id(5) and "Building images", cloud-init's
  /// `clean`, and virt-sysprep(1) for the same work done elsewhere.
  static let all: [Residue] = [
    Residue(
      title: "machine id",
      actions: [
        // Empty rather than gone, so that systemd can put one there on a read-only root, and no first-boot wizard runs.
        .empty("/etc/machine-id"), .removeFile("/var/lib/dbus/machine-id"),
      ]),
    Residue(
      title: "random seed and host secrets",
      actions: [
        .remove("/var/lib/systemd/random-seed"), .remove("/var/lib/urandom/random-seed"),
        .remove("/var/lib/random-seed"), .remove("/boot/efi/loader/random-seed"),
        .remove("/var/lib/systemd/credential.secret"), .remove("/var/lib/NetworkManager/secret_key"),
      ]),
    Residue(
      title: "network leases",
      actions: [
        .remove("/var/lib/dhcp/*"), .remove("/var/lib/dhclient/*"), .remove("/var/lib/dhcpcd/*"),
        .remove("/var/lib/NetworkManager/*.lease"), .remove("/var/lib/NetworkManager/timestamps"),
        .remove("/var/lib/NetworkManager/seen-bssids"),
        .remove("/etc/udev/rules.d/70-persistent-net.rules"),
        .remove("/etc/udev/rules.d/70-persistent-cd.rules"),
      ]),
    Residue(
      title: "installer leftovers",
      actions: [
        .remove("/var/log/installer"), .remove("/var/log/anaconda"), .remove("/root/anaconda-ks.cfg"),
        .remove("/root/original-ks.cfg"), .remove("/root/install.log*"),
        .empty("/var/cache/debconf/passwords.dat"),
        .remove("/etc/apt/apt.conf.d/00CDMountPoint"), .remove("/etc/apt/apt.conf.d/00trustcdrom"),
        .remove("/etc/apt/apt.conf.d/00AllowUnauthenticated"),
      ]),
    Residue(
      title: "package caches and lists",
      actions: [
        .remove("/var/cache/apt/*.bin"), .remove("/var/cache/apt/archives/*.deb"),
        .remove("/var/cache/apt/archives/partial/*"), .remove("/var/lib/apt/lists/*"),
        .remove("/var/lib/apt/periodic/*"), .remove("/var/cache/dnf/*"), .remove("/var/cache/yum/*"),
        .remove("/var/cache/libdnf5/*"), .remove("/var/cache/ldconfig/aux-cache"),
      ]),
    Residue(
      title: "backup files",
      actions: [
        .remove("/etc/passwd-"), .remove("/etc/shadow-"), .remove("/etc/group-"), .remove("/etc/gshadow-"),
        .remove("/etc/subuid-"), .remove("/etc/subgid-"), .remove("/etc/.pwd.lock"),
        // dpkg's and apt's, made once a day (/usr/libexec/dpkg/dpkg-db-backup, /etc/cron.daily/apt-compat).
        .remove("/var/backups/alternatives.tar.*"), .remove("/var/backups/apt.extended_states.*"),
        .remove("/var/backups/dpkg.*"), .remove("/var/backups/*.bak"),
        // Of what it finds while it is installed, the build's name servers.
        .remove("/etc/.resolv.conf.systemd-resolved.bak"),
        .remove("/var/cache/debconf/*-old"), .remove("/var/lib/dpkg/*-old"),
      ]),
    Residue(
      title: "cloud-init state",
      actions: [
        .remove("/var/lib/cloud/instance"), .remove("/var/lib/cloud/instances"),
        .remove("/var/lib/cloud/data"),
        .remove("/var/lib/cloud/sem"), .remove("/var/lib/cloud/handlers"),
      ]),
    Residue(
      title: "logs",
      actions: [
        .remove("/var/log/journal/*"), .remove("/var/log/*.gz"), .remove("/var/log/*.xz"),
        .remove("/var/log/*.[0-9]"),
        .remove("/var/log/*/*.gz"), .remove("/var/log/*/*.xz"), .remove("/var/log/*/*.[0-9]"),
        .emptyBelow("/var/log"), .remove("/var/crash/*"), .remove("/var/lib/systemd/coredump/*"),
        .remove("/var/lib/systemd/timers/stamp-*"), .empty("/var/mail/*"), .empty("/var/spool/mail/*"),
      ]),
    Residue(
      title: "shell history",
      actions: ["/root", "/home/*"].flatMap { home in
        ["_history", "hsts", "lesshst", "viminfo"].map { .remove("\(home)/.*\($0)") }
      }),
    Residue(
      title: "temporary files",
      actions: ["/tmp", "/var/tmp"].flatMap { [.remove("\($0)/*"), .remove("\($0)/.[!.]*")] }),
  ]
}

/// What a system leaves behind that belongs to one machine, or to nobody: what sealing takes out of an image.
struct Residue: Sendable {
  /// What it is, for the log.
  let title: String
  let actions: [Action]

  enum Action: Sendable {
    /// Removes what matches, folders with all they hold.
    case remove(String)
    /// Removes what matches, if it is a file and not a link.
    case removeFile(String)
    /// Makes matching files empty, their mode and owner kept.
    case empty(String)
    /// Empties every file below a folder and keeps the folders, as a service may need its own.
    case emptyBelow(String)
  }
}
