import Archive
import Foundation
import Testing

/// A distribution of each family, with a CD image like its own that the stand-in is on.
struct Family: Sendable, CustomTestStringConvertible {
  var kind: String
  var system: String
  /// Where kernel and initrd are on the CD image.
  var kernel: String
  var initrd: String
  /// What else makes the CD image one of this family: its text, by path.
  var files: [String: String]
  var firmware: String
  var storage: String
  /// Further keys of `installer`.
  var installer = ""
  /// What the layout gives.
  var mounts: [String]

  var testDescription: String { kind }

  static let all = [
    Family(
      kind: "debian-installer",
      system: "{distribution: debian, release: \"13\", codename: trixie, arch: x86_64}",
      kernel: "install.amd/vmlinuz", initrd: "install.amd/initrd.gz",
      files: [".disk/info": "Debian GNU/Linux 13 stand-in\n"], firmware: "bios", storage: plain, mounts: ["/"]
    ),
    Family(
      kind: "anaconda", system: "{distribution: rocky, release: \"9.6\", arch: x86_64}",
      kernel: "images/pxeboot/vmlinuz", initrd: "images/pxeboot/initrd.img",
      files: [".treeinfo": "[general]\nfamily = Rocky Linux\n", "images/install.img": "stand-in\n"],
      firmware: "uefi", storage: volumes, installer: "tree: BaseOS/x86_64/os",
      mounts: ["/", "/boot/efi", "/srv", "/var"]),
    Family(
      kind: "subiquity",
      system: "{distribution: ubuntu, release: \"24.04\", codename: noble, arch: x86_64}",
      kernel: "casper/vmlinuz", initrd: "casper/initrd", files: [".disk/info": "Ubuntu-Server stand-in\n"],
      firmware: "bios", storage: volumes, mounts: ["/", "/srv", "/var"]),
  ]

  private static let plain =
    "{table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}, {filesystem: swap, size: 16MiB}]}"

  /// On two disks, one of them a volume group.
  private static let volumes = """
    {table: gpt, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true},
        {filesystem: swap, size: 16MiB}, {disk: data, volume_group: data, size: 32MiB, grow: true}],
        volume_groups: [{name: data, volumes: [{name: var, mount: /var, filesystem: ext4, size: 24MiB},
        {name: srv, mount: /srv, filesystem: ext4, size: 16MiB, grow: true}]}]}
    """
}

extension Workplace {
  /// A place with a distribution `base` of this family, whose one script tells what is mounted.
  static func with(_ family: Family) async throws -> Workplace {
    let place = Workplace()
    try place.write(
      "mounts.sh",
      "#!/bin/sh\necho mounted: $(grep '^/dev/' /proc/mounts | grep -v ' /dev' | cut -d ' ' -f 2 | sort)\n")
    try place.write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: \(family.system)
      installer:
        kind: \(family.kind)
        memory: 384MiB
        kernel_arguments: [console=tty0, console=ttyS0]
        media:
          mirrors: [http://mirror.example.org/archive]
          iso: {file: installer.iso}
          kernel: {iso_path: \(family.kernel)}
          initrd: {iso_path: \(family.initrd)}
        \(family.installer)
      hardware:
        firmware: \(family.firmware)
        disks: [{name: system, size: 512MiB, role: system}, {name: data, size: 96MiB, role: data}]
      install:
        mirror: http://mirror.example.org/archive
        storage: \(family.storage)
      provision: [{script: mounts.sh}]
      """)
    try await place.writeImage(of: family, to: "\(place.folder.path)/recipes/installer.iso")
    return place
  }

  private func writeImage(of family: Family, to path: String) async throws {
    let standIn = try await StandIn.build()
    let writer = try ArchiveWriter(path: path, format: .iso9660(volume: "STANDIN"))
    try writer.add(ArchiveEntry(path: family.kernel, kind: .file, mode: 0o644), contentsOf: standIn.kernel)
    try writer.add(ArchiveEntry(path: family.initrd, kind: .file, mode: 0o644), contentsOf: standIn.initrd)
    for (path, text) in family.files.sorted(by: { $0.key < $1.key }) {
      try writer.add(ArchiveEntry(path: path, kind: .file, mode: 0o644), data: Data(text.utf8))
    }
    _ = try writer.finish()
  }
}
