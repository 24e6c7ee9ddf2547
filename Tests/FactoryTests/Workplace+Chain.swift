import Foundation

extension Workplace {
  /// A place with a distribution `base` on three disks, and a child `web` with a file and a script.
  ///
  /// - Parameter misbehaviour: what the stand-in is told to do wrong.
  static func withChain(misbehaviour: String = "none") async throws -> Workplace {
    let place = Workplace()
    let installer = try await StandIn.build()
    try place.write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: debian-installer
        answers: base.preseed
        memory: 256MiB
        kernel_arguments: [console=tty0, console=ttyS0]
        media: {kernel: {file: vmlinuz}, initrd: {file: initrd.gz}}
      hardware:
        disks:
          - {name: system, size: 256MiB, role: system}
          - {name: data, size: 32MiB, role: data}
          - {name: cache, size: 16MiB, role: scratch}
      install:
        mirror: http://mirror.example.org/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
      """)
    try place.write("base.preseed", "d-i kiln-stand-in/misbehave string \(misbehaviour)\n")
    for (name, path) in [("vmlinuz", installer.kernel), ("initrd.gz", installer.initrd)] {
      try FileManager.default.copyItem(atPath: path, toPath: "\(place.folder.path)/recipes/\(name)")
    }
    try place.write(
      "web.yaml",
      """
      name: web
      parent: base
      version: "1.0"
      files: [{source: page.html, to: /srv/page.html, mode: "0640"}]
      provision: [{script: web.sh, env: {GREETING: hello}, arguments: [one, "two words"]}]
      """)
    try place.write("page.html", "a page\n")
    try place.write(
      "web.sh", "#!/bin/sh\nset -eu\necho \"$GREETING $1 $2\"\necho \"$GREETING\" > /srv/greeting\n")
    return place
  }
}
