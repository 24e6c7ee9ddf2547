/// Files that every build, or every change of any package, writes again: that they differ says nothing by itself.
enum GeneratedFiles {
  /// What a file is, where it is one of these.
  static func kind(of path: String) -> String? {
    kinds.first { kind in
      kind.folders.contains { path == $0 || path.hasPrefix("\($0)/") } || kind.files.contains(path)
        || kind.endings.contains(where: path.hasSuffix) || kind.beginnings.contains(where: path.hasPrefix)
    }?.name
  }

  private struct Kind {
    let name: String
    var folders: [String] = []
    var files: Set<String> = []
    var beginnings: [String] = []
    var endings: [String] = []
  }

  private static let kinds = [
    Kind(
      name: "state of the package manager",
      folders: [
        "/var/lib/dpkg", "/var/lib/apt", "/var/lib/rpm", "/usr/lib/sysimage/rpm", "/var/lib/dnf",
        "/usr/lib/sysimage/dnf",
        "/usr/lib/sysimage/libdnf5", "/var/lib/ucf", "/var/lib/pam",
        "/var/lib/systemd/deb-systemd-helper-enabled",
        "/var/lib/systemd/deb-systemd-user-helper-enabled", "/var/lib/systemd/deb-systemd-helper-masked",
        "/var/lib/alternatives", "/var/lib/shells.state",
      ]),
    Kind(
      name: "caches",
      folders: [
        "/var/cache", "/root/.cache", "/usr/lib/fontconfig/cache", "/usr/share/mime", "/var/lib/man-db",
      ],
      files: [
        "/etc/ld.so.cache", "/etc/udev/hwdb.bin", "/usr/lib/udev/hwdb.bin", "/usr/lib/locale/locale-archive",
        "/var/lib/systemd/catalog/database", "/usr/share/applications/mimeinfo.cache", "/usr/share/info/dir",
        "/usr/share/glib-2.0/schemas/gschemas.compiled",
      ],
      endings: [
        "/__pycache__", ".pyc", "/icon-theme.cache", "/loaders.cache", "/giomodule.cache", "/immodules.cache",
      ]),
    Kind(name: "initramfs", beginnings: ["/boot/initrd.img-", "/boot/initramfs-"]),
    Kind(
      name: "lists of kernel modules",
      endings: [
        "/modules.dep", "/modules.dep.bin", "/modules.alias", "/modules.alias.bin", "/modules.symbols",
        "/modules.symbols.bin", "/modules.softdep", "/modules.weakdep", "/modules.devname",
        "/modules.builtin.bin",
        "/modules.builtin.alias.bin",
      ]),
    Kind(
      name: "boot loader", folders: ["/boot/grub", "/boot/grub2", "/boot/efi", "/boot/loader", "/efi"]),
    Kind(name: "logs", folders: ["/var/log"]),
    Kind(
      name: "a machine's own",
      folders: [
        "/tmp", "/var/tmp", "/run", "/var/lib/cloud", "/var/lib/systemd", "/var/lib/private", "/lost+found",
      ],
      files: [
        "/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/.pwd.lock", "/etc/.updated", "/var/.updated",
        "/etc/resolv.conf",
      ], beginnings: ["/etc/ssh/ssh_host_"]),
    Kind(
      name: "copies of lists of accounts",
      files: ["/etc/passwd-", "/etc/group-", "/etc/shadow-", "/etc/gshadow-", "/etc/subuid-", "/etc/subgid-"]),
  ]
}
