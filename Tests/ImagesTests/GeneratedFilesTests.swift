import Testing

@testable import Images

struct GeneratedFilesTests {
  @Test(
    arguments: [
      ("/var/lib/dpkg/status", "state of the package manager"),
      ("/var/cache/debconf/config.dat", "caches"),
      ("/etc/ld.so.cache", "caches"),
      ("/usr/lib/python3/dist-packages/__pycache__", "caches"),
      ("/boot/initrd.img-6.12.57+deb13-amd64", "initramfs"),
      ("/usr/lib/modules/6.12.57/modules.dep.bin", "lists of kernel modules"),
      ("/boot/grub/grub.cfg", "boot loader"),
      ("/var/log/apt/history.log", "logs"),
      ("/etc/machine-id", "a machine's own"),
      ("/etc/passwd-", "copies of lists of accounts"),
      // What people write is told, be its name like one of these.
      ("/var/cached", nil), ("/etc/ld.so.conf", nil), ("/etc/passwd", nil), ("/boot/vmlinuz-6.12.57", nil),
      ("/srv/modules.dep.txt", nil),
    ] as [(String, String?)])
  func aFileIsOfAKindByItsPath(path: String, kind: String?) {
    #expect(GeneratedFiles.kind(of: path) == kind)
  }
}
