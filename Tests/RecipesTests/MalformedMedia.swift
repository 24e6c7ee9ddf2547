import Testing

extension MalformedFolder {
  /// Media that do not fit their installer, or that nothing can check.
  static let media: [MalformedFolder] = [
    MalformedFolder(
      "no kernel for Anaconda",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: anaconda
          media:
            mirrors: ["http://mirror.example.org/d"]
            suite: s
            keyring: /k.gpg
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:7:5: 'media' needs 'kernel' for 'anaconda'"),
    MalformedFolder(
      "an image for Anaconda",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: anaconda
          media:
            image: {url: "http://mirror.example.org/i", sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:7:5: 'media' needs 'kernel' for 'anaconda'",
      "web.yaml:7:12: 'image' does not fit 'anaconda'"),
    MalformedFolder(
      "a path without mirrors",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: anaconda
          media:
            iso: {path: a.iso, sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f}
            kernel: {iso_path: k}
            initrd: {iso_path: i}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:7:17: a path below the mirrors needs 'mirrors'"),
    MalformedFolder(
      "a kernel in no CD image",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: anaconda
          media:
            kernel: {iso_path: k}
            initrd: {iso_path: i}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:7:24: 'iso_path' needs 'iso'",
      "web.yaml:8:24: 'iso_path' needs 'iso'"),
    MalformedFolder(
      "a kernel beside the CD image",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: anaconda
          media:
            mirrors: ["http://mirror.example.org/d"]
            iso: {path: a.iso, sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f}
            kernel: {path: k, sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f}
            initrd: {iso_path: i}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:8:10: with 'iso', 'kernel' needs 'iso_path'"),
    MalformedFolder(
      "a download without a digest",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: image
          media:
            mirrors: ["http://mirror.example.org/d"]
            image: {path: i.qcow2}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:8:12: 'image' has 'path' and so needs 'sha256' or 'checksums'"),
    MalformedFolder(
      "two ways to check",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: image
          media:
            mirrors: ["http://mirror.example.org/d"]
            image: {path: i.qcow2, sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f, checksums: {path: SUMS, keyring: web.yaml}}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:8:36: 'image' has both 'sha256' and 'checksums'; leave one out"),
    MalformedFolder(
      "a tree without mirrors",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: anaconda
          tree: 9/os
          media:
            kernel: {file: web.yaml}
            initrd: {file: web.yaml}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:6:9: a path below the mirrors needs 'mirrors'"),
    MalformedFolder(
      "an absolute mirror path",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: anaconda
          media:
            mirrors: ["http://mirror.example.org/d"]
            iso: {path: /a.iso, sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f}
            kernel: {iso_path: k}
            initrd: {iso_path: i}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:8:17: 'path' must be a path without '/' at its beginning, such as 9.6/BaseOS/x86_64/os, found '/a.iso'"
    ),
    MalformedFolder(
      "no keyring of that name",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: x86_64}
        installer:
          kind: image
          media:
            mirrors: ["http://mirror.example.org/d"]
            image: {path: i.qcow2, checksums: {path: SUMS, keyring: none.gpg}}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:8:61: 'none.gpg' cannot be read: no such file or directory"),
    MalformedFolder(
      "ARM with BIOS",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: d, release: "1", arch: aarch64}
        installer:
          kind: image
          media:
            mirrors: ["http://mirror.example.org/d"]
            image: {path: i.qcow2, sha256: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:9:11: aarch64 has no BIOS; set 'hardware.firmware' to uefi"),
  ]
}
