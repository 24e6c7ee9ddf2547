import Testing

extension MalformedFolder {
  /// Recipes without a parent.
  static let distributions: [MalformedFolder] = [
    MalformedFolder(
      "a distribution without anything",
      [
        "web.yaml": """
        name: web
        install: {timezone: UTC}

        """
      ],
      "web.yaml:1:1: a recipe without 'parent' is a distribution and needs 'installer'",
      "web.yaml:1:1: a recipe without 'parent' is a distribution and needs 'os'",
      "web.yaml:1:1: a recipe without 'parent' is a distribution and needs 'version'"),
    MalformedFolder(
      "an os without release and arch",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian}
        installer:
          kind: debian-installer
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: /k.gpg}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:3:5: 'os' lacks 'arch'",
      "web.yaml:3:5: 'os' lacks 'release'"),
    MalformedFolder(
      "an arch unknown",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86-64}
        installer:
          kind: debian-installer
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: /k.gpg}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:3:49: 'arch' must be one of x86_64, aarch64, found 'x86-64' (did you mean 'x86_64'?)"),
    MalformedFolder(
      "an end of life that is no date",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", end_of_life: June 2028, arch: x86_64}
        installer:
          kind: debian-installer
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: /k.gpg}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:3:56: 'end_of_life' must be a date, such as 2028-06-30, found 'June 2028'"),
    MalformedFolder(
      "an installer unknown",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian_installer
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: /k.gpg}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:5:9: 'kind' must be one of debian-installer, anaconda, subiquity, image, bootstrap, found 'debian_installer' (did you mean 'debian-installer'?)"
    ),
    MalformedFolder(
      "an installer without media",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          memory: 1GiB
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:5:3: 'installer' lacks 'media'"),
    MalformedFolder(
      "media of neither kind",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          media: {suite: s}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:6:10: 'media' has 'suite' and so needs 'keyring'",
      "web.yaml:6:10: 'media' has 'suite' and so needs 'mirrors'"),
    MalformedFolder(
      "media of both kinds",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: /k.gpg, kernel: {url: "http://mirror.example.org/k", sha256: abababababababababababababababababababababababababababababababab}, initrd: {url: "http://mirror.example.org/i", sha256: abababababababababababababababababababababababababababababababab}}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:6:20: 'media' has both 'package' and 'kernel'; leave one out"),
    MalformedFolder(
      "media with half of a pair",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          media: {kernel: {url: "http://mirror.example.org/k", sha256: abababababababababababababababababababababababababababababababab}}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:6:10: 'media' has 'kernel' and so needs 'initrd'"),
    MalformedFolder(
      "a download without a digest",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          media:
            kernel: {url: "http://mirror.example.org/k"}
            initrd: {url: "http://mirror.example.org/i", sha256: 12ab}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:8:58: 'sha256' must be a SHA-256 in lower-case hexadecimal, such as 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f, found '12ab'"
    ),
    MalformedFolder(
      "a kernel that does not exist",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          media:
            kernel: {file: boot/vmlinuz}
            initrd: {file: web.yaml}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:7:20: 'boot/vmlinuz' cannot be read: no such file or directory"),
    MalformedFolder(
      "components without an archive",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          components: [nano-udeb]
          media:
            kernel: {file: web.yaml}
            initrd: {file: web.yaml}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:6:16: 'components' needs media from an archive's package"),
    MalformedFolder(
      "an answer file that does not exist",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          answers: kickstart/none.preseed
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: /k.gpg}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:6:12: 'kickstart/none.preseed': no such file or directory (kickstart/none.preseed)"),
    MalformedFolder(
      "no disks and no partitions",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: /k.gpg}

        """
      ],
      "web.yaml:1:1: no disk has the role 'system'",
      "web.yaml:1:1: no partition is mounted at '/'"),
    MalformedFolder(
      "a keyring by relative path",
      [
        "web.yaml": """
        name: web
        version: "1"
        os: {distribution: debian, release: "13", arch: x86_64}
        installer:
          kind: debian-installer
          media: {package: p, suite: s, mirrors: ["http://mirror.example.org/"], keyring: keys/k.gpg}
        hardware: {disks: [{name: system, size: 8GiB, role: system}]}
        install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

        """
      ],
      "web.yaml:6:83: 'keyring' must be an absolute path, such as /usr/share/keyrings/debian-archive-keyring.gpg, found 'keys/k.gpg'"
    ),
  ]
}
