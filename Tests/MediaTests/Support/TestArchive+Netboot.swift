import Archive
import Foundation

@testable import Media

extension TestArchive {
  /// The package that carries kernel and initrd, as Debian's does.
  static func netboot(kernel: String, version: String = "1") throws -> Item {
    let status = """
      Package: libc6-udeb
      Status: install ok unpacked
      Version: 2
      Provides: libc-udeb

      Package: download-installer
      Status: install ok unpacked

      Package: kernel-image-\(kernel)-di
      Status: install ok unpacked

      """
    let writer = try ArchiveWriter(format: .cpio, compression: .gzip)
    for folder in [
      "usr", "usr/bin", "usr/lib", "usr/sbin", "usr/lib/modules", "usr/lib/modules/\(kernel)/kernel",
    ] {
      try writer.add(.folder(folder))
    }
    for folder in ["bin", "lib", "sbin"] {
      try writer.add(InitrdFile(path: folder, mode: 0o777, content: .link("usr/\(folder)")))
    }
    try writer.add(.text("usr/lib/modules/\(kernel)/kernel/net.ko", "net"))
    try writer.add(.text("var/lib/dpkg/status", status))
    try writer.add(.text("var/lib/dpkg/info/libc6-udeb.templates", "Template: t\nDescription-de.UTF-8: x\n"))
    let images = "usr/lib/debian-installer/images/13/amd64/text/debian-installer/amd64"
    return .init(
      name: "netboot", version: version,
      files: [
        .text("usr/lib/debian-installer/images/13/amd64/gtk/debian-installer/amd64/linux", "other"),
        .text("\(images)/linux", "the kernel"),
        InitrdFile(path: "\(images)/initrd.gz", content: .file([UInt8](try writer.finish()))),
      ])
  }
}
