import Foundation
import Images
import Jobs
import Storage
import Subprocess
import Testing

@testable import Imaging

/// An image with one residue of each kind that a look into it finds; what only a boot finds is in `scripts/broken-images.sh`.
struct BrokenImageTests {
  @Test func eachResidueIsFoundAndNothingElse() async throws {
    let scratch = try Scratch()
    let disk = try await BrokenDisk(in: scratch)
    let store = Store(root: scratch.file("store"))
    try store.prepare()
    let scan = ResidueScan(
      store: store, host: BuildHost(accelerator: .tcg),
      traces: [try #require(BuildTrace(secret: BrokenDisk.secret, name: "token"))])
    let report = try await scan.report(
      of: try store.source(disk.path), as: DescribedImage(name: "broken"))
    #expect(!report.clean)
    let found = Set(report.findings.map { "\($0.kind.rawValue) \($0.path ?? "-")" })
    let expected: Set = [
      "private-key /opt/app/key.pem", "private-key -", "build-secret /opt/app/note",
      "build-secret /var/log/installer/syslog", "installer-log /var/log/installer/syslog",
      "password-hash /etc/shadow", "machine-id /etc/machine-id",
      "build-address /etc/apt/sources.list.d/build.list", "build-mirror /etc/apt/sources.list.d/build.list",
      "identity /etc/iscsi/initiatorname.iscsi", "token /root/.token", "answer-file /root/answers",
      "shell-history /root/.bash_history", "identity /etc/ssl/private/ssl-cert-snakeoil.key",
      "private-key /etc/ssl/private/ssl-cert-snakeoil.key", "resolver /etc/resolv.conf",
      "half-configured /var/lib/dpkg/status",
    ]
    #expect(found.subtracting(expected) == [], "not expected")
    #expect(expected.subtracting(found) == [], "missed")
    // A report tells where a secret is, never what it is.
    #expect(!report.findings.contains { $0.message.contains(BrokenDisk.secret) })
  }
}

/// A file system that looks like a Debian, with what nobody should get in its files and in the space between them.
private struct BrokenDisk {
  let path: String

  static let secret = "5f0c7e1ab24d4d6f9f3e"
  private static let size: UInt64 = 32 << 20

  init(in scratch: Scratch) async throws {
    path = scratch.file("broken.img")
    let key = try await Self.key()
    for (name, text) in Self.system.merging(Self.residues(key), uniquingKeysWith: { $1 }) {
      let file = URL(filePath: scratch.file("tree/\(name)"))
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    for name in ["dev", "proc", "sys", "tmp", "run", "usr/bin", "bin"] {
      try FileManager.default.createDirectory(
        atPath: scratch.file("tree/\(name)"), withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("tree/etc/resolv.conf"), withDestinationPath: "/srv/nowhere")
    try Data(count: Int(Self.size)).write(to: URL(filePath: path))
    try await checked(Command("sfdisk", ["-q", path]), input: Data("label: dos\nstart=1MiB, type=83\n".utf8))
    try await checked(
      Command(
        "/usr/sbin/mke2fs",
        [
          "-F", "-q", "-t", "ext4", "-E", "offset=\(1 << 20)", "-d", scratch.file("tree"), path,
          "\((Self.size >> 20) - 1)M",
        ]))
    // No file of this tree comes near the end of the disk.
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.seek(toOffset: Self.size - (1 << 16))
    try handle.write(contentsOf: Data(try await Self.key().utf8))
    try handle.close()
  }

  private static func key() async throws -> String {
    let command = Command(
      "openssl", ["genpkey", "-algorithm", "rsa", "-pkeyopt", "rsa_keygen_bits:2048", "-quiet"])
    return String(decoding: try await checked(command).stdout, as: UTF8.self)
  }

  private static let system = [
    "etc/os-release": "ID=debian\nVERSION_ID=\"13\"\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n",
    "etc/debian_version": "13.0\n", "etc/fstab": "/dev/sda1 / ext4 defaults 0 1\n",
    "etc/passwd": "root:x:0:0::/root:/bin/sh\n", "etc/group": "root:x:0:\n",
  ]

  private static func residues(_ key: String) -> [String: String] {
    [
      "opt/app/key.pem": key, "opt/app/note": "the service logs in with \(secret)\n",
      "etc/shadow": "root:$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc."
        + "eoxqOmSuNp2xS0ktL3nh/:19000:0:99999:7:::\n",
      "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
      "etc/apt/sources.list.d/build.list": "deb http://10.0.2.2:3142/debian trixie main\n",
      "etc/iscsi/initiatorname.iscsi": "InitiatorName=iqn.1993-08.org.debian:01:0123456789ab\n",
      "root/.token": "token = ghp_0123456789abcdefghijABCDEFGHIJ012345\n",
      "root/answers": "d-i debian-installer/locale string en_US\n",
      "root/.bash_history": "apt-get install secret-thing\n",
      "var/log/installer/syslog": "kiln: \(secret)\n", "etc/ssl/private/ssl-cert-snakeoil.key": key,
      "var/lib/dpkg/status": package("base-files", "installed") + package("broken", "half-configured"),
    ]
  }

  private static func package(_ name: String, _ status: String) -> String {
    "Package: \(name)\nStatus: install ok \(status)\nVersion: 1\nArchitecture: all\nDescription: \(name)\n\n"
  }
}
