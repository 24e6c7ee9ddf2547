import Testing

extension MalformedFolder {
  /// Media that do not fit their installer, or that nothing can check; the installer's keys are lines 5 and on.
  static let media: [MalformedFolder] = [
    distribution(
      "no kernel for Anaconda",
      """
      kind: anaconda
      media:
        mirrors: ["http://mirror.example.org/d"]
        suite: s
        keyring: /k.gpg
      """,
      "web.yaml:7:5: 'media' needs 'kernel' for 'anaconda'"),
    distribution(
      "an image for Anaconda",
      """
      kind: anaconda
      media:
        image: {url: "http://mirror.example.org/i", sha256: DIGEST}
      """,
      "web.yaml:7:5: 'media' needs 'kernel' for 'anaconda'",
      "web.yaml:7:12: 'image' does not fit 'anaconda'"),
    distribution(
      "what only an installer reads, for an image",
      """
      kind: image
      memory: 2GiB
      kernel_arguments: [quiet]
      answers: web.yaml
      media:
        image: {url: "http://mirror.example.org/i", sha256: DIGEST}
      """,
      "web.yaml:6:11: 'memory' does not fit 'image': no installer runs that could read it",
      "web.yaml:7:21: 'kernel_arguments' does not fit 'image': no installer runs that could read it",
      "web.yaml:8:12: 'answers' does not fit 'image': no installer runs that could read it"),
    distribution(
      "a snapshot for an installer",
      """
      kind: anaconda
      snapshot: 20261128T000000Z
      media:
        kernel: {url: "http://mirror.example.org/k", sha256: DIGEST}
        initrd: {url: "http://mirror.example.org/i", sha256: DIGEST}
      """,
      "web.yaml:6:13: 'snapshot' does not fit 'anaconda', which asks today's archives itself; 'bootstrap' and 'image' can be pinned"
    ),
    distribution(
      "a snapshot of no time",
      """
      kind: bootstrap
      snapshot: 2026-11-28
      media:
        mirrors: ["http://mirror.example.org/d"]
        suite: s
        keyring: /k.gpg
      """,
      "web.yaml:6:13: 'snapshot' must be a time in UTC, to the second, such as 2026-11-28T00:00:00Z, found '2026-11-28'"
    ),
    distribution(
      "repositories for packages that are unpacked",
      """
      kind: bootstrap
      repositories: {extra: a/b}
      media:
        mirrors: ["http://mirror.example.org/d"]
        suite: s
        keyring: /k.gpg
      """,
      "web.yaml:6:17: 'repositories' does not fit 'bootstrap': no installer runs that could read it"),
    distribution(
      "a path without mirrors",
      """
      kind: anaconda
      media:
        iso: {path: a.iso, sha256: DIGEST}
        kernel: {iso_path: k}
        initrd: {iso_path: i}
      """,
      "web.yaml:7:17: a path below the mirrors needs 'mirrors'"),
    distribution(
      "a kernel in no CD image",
      """
      kind: anaconda
      media:
        kernel: {iso_path: k}
        initrd: {iso_path: i}
      """,
      "web.yaml:7:24: 'iso_path' needs 'iso'",
      "web.yaml:8:24: 'iso_path' needs 'iso'"),
    distribution(
      "a kernel beside the CD image",
      """
      kind: anaconda
      media:
        mirrors: ["http://mirror.example.org/d"]
        iso: {path: a.iso, sha256: DIGEST}
        kernel: {path: k, sha256: DIGEST}
        initrd: {iso_path: i}
      """,
      "web.yaml:8:10: with 'iso', 'kernel' needs 'iso_path'"),
    distribution(
      "a download without a digest",
      """
      kind: image
      media:
        mirrors: ["http://mirror.example.org/d"]
        image: {path: i.qcow2}
      """,
      "web.yaml:8:12: 'image' has 'path' and so needs 'sha256', 'sha512' or 'checksums'"),
    distribution(
      "two ways to check",
      """
      kind: image
      media:
        mirrors: ["http://mirror.example.org/d"]
        image: {path: i.qcow2, sha256: DIGEST, checksums: {path: SUMS, keyring: web.yaml}}
      """,
      "web.yaml:8:36: 'image' has both 'sha256' and 'checksums'; leave one out"),
    distribution(
      "a file of this host with SHA-512",
      """
      kind: image
      media:
        image: {file: web.yaml, sha512: DIGESTDIGEST}
      """,
      "web.yaml:7:19: 'image' is a file of this host; pin it with 'sha256'"
    ),
    distribution(
      "a tree without mirrors",
      """
      kind: anaconda
      tree: 9/os
      media:
        kernel: {file: web.yaml}
        initrd: {file: web.yaml}
      """,
      "web.yaml:6:9: a path below the mirrors needs 'mirrors'"),
    distribution(
      "an absolute mirror path",
      """
      kind: anaconda
      media:
        mirrors: ["http://mirror.example.org/d"]
        iso: {path: /a.iso, sha256: DIGEST}
        kernel: {iso_path: k}
        initrd: {iso_path: i}
      """,
      "web.yaml:8:17: 'path' must be a path without '/' at its beginning, such as 9.6/BaseOS/x86_64/os, found '/a.iso'"
    ),
    distribution(
      "no keyring of that name",
      """
      kind: image
      media:
        mirrors: ["http://mirror.example.org/d"]
        image: {path: i.qcow2, checksums: {path: SUMS, keyring: none.gpg}}
      """,
      "web.yaml:8:61: 'none.gpg' cannot be read: no such file or directory"),
    distribution(
      "ARM with BIOS", on: "aarch64",
      """
      kind: image
      media:
        mirrors: ["http://mirror.example.org/d"]
        image: {path: i.qcow2, sha256: DIGEST}
      """,
      "web.yaml:9:11: aarch64 has no BIOS; set 'hardware.firmware' to uefi"),
    distribution(
      "ARM with Secure Boot", on: "aarch64", hardware: "firmware: uefi-secure, ",
      """
      kind: image
      media:
        mirrors: ["http://mirror.example.org/d"]
        image: {path: i.qcow2, sha256: DIGEST}
      """,
      "web.yaml:9:22: Secure Boot is for x86_64 only; set 'hardware.firmware' to uefi"),
  ]

  private static let digest = String(repeating: "0f", count: 32)

  /// - Parameter installer: with `DIGEST` for any.
  private static func distribution(
    _ title: String, on architecture: String = "x86_64", hardware: String = "", _ installer: String,
    _ messages: String...
  ) -> MalformedFolder {
    let lines = installer.replacing("DIGEST", with: digest).split(separator: "\n").map { "  \($0)\n" }
    let head =
      "name: web\nversion: \"1\"\nos: {distribution: d, release: \"1\", arch: \(architecture)}\ninstaller:\n"
    let rest = """
      hardware: {\(hardware)disks: [{name: system, size: 8GiB, role: system}]}
      install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

      """
    return MalformedFolder(title, files: ["web.yaml": head + lines.joined() + rest], messages)
  }
}
