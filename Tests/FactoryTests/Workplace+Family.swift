extension Workplace {
  /// A distribution and two children, to be planned only.
  func writeFamily() throws {
    try write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: debian-installer
        answers: base.preseed
        media: {kernel: {file: vmlinuz}, initrd: {file: initrd.gz}}
      hardware: {disks: [{name: system, size: 256MiB, role: system}]}
      install:
        mirror: http://mirror.example.org/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
      """)
    for name in ["base.preseed", "vmlinuz", "initrd.gz", "page.html"] { try write(name, "# \(name)\n") }
    for (name, version) in [("web", "1.0"), ("wiki", "2")] {
      try write(
        "\(name).yaml",
        """
        name: \(name)
        parent: base
        version: "\(version)"
        files: [{source: page.html, to: /srv/\(name).html}]
        """)
    }
  }
}
