import Foundation

@testable import Images

/// An image of a few files, as a reader would hand them on: a Debian with an SSH server that takes keys alone.
struct SampleImage {
  private var files: [String: (file: ContentsFile, content: Data)] = [:]
  private var packages: [(name: String, version: String)] = []
  /// Seconds since 1970, of its package database.
  var changed: Int64 = 1_700_000_000
  var format = "deb"
  var disks = DiskFacts(contents: ImageContents(files: [:]), formats: ["qcow2"], sizes: [8 << 30])
  var statements = StatementFacts()

  init() {
    put("/usr/lib/os-release", "ID=debian\nVERSION_ID=\"13\"\n")
    link("/etc/os-release", to: "../usr/lib/os-release")
    put("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n")
    put("/etc/shadow", "root:*:1::::::\nwww-data:!:1::::::\n", mode: 0o640)
    put("/usr/sbin/sshd", "program", mode: 0o755)
    put("/etc/ssh/sshd_config", "Include /etc/ssh/sshd_config.d/*.conf\nKbdInteractiveAuthentication no\n")
    put(
      "/etc/ssh/sshd_config.d/10-keys.conf", "PasswordAuthentication no\nPermitRootLogin prohibit-password\n")
    put("/etc/machine-id", "")
    install("openssh-server", "1:10.0p1-7")
    install("cloud-init", "25.1.4-1")
  }

  mutating func put(_ path: String, _ text: String, mode: UInt16 = 0o644, attributes: [String: String]? = nil)
  {
    put(path, bytes: Data(text.utf8), mode: mode, attributes: attributes)
  }

  mutating func put(_ path: String, bytes: Data, mode: UInt16 = 0o644, attributes: [String: String]? = nil) {
    files[path] = (
      ContentsFile(
        kind: .file, mode: mode, size: UInt64(bytes.count), modified: changed, attributes: attributes), bytes
    )
  }

  mutating func link(_ path: String, to target: String) {
    files[path] = (ContentsFile(kind: .link, mode: 0o777, target: target), Data())
  }

  mutating func remove(_ path: String) { files[path] = nil }

  mutating func install(_ name: String, _ version: String) {
    packages.removeAll { $0.name == name }
    packages.append((name, version))
  }

  mutating func uninstallAll() { packages = [] }

  /// What is found of it on the 1st of December 2023.
  var facts: ImageFacts {
    var image = self
    image.put(
      "/var/lib/dpkg/status",
      packages.map {
        "Package: \($0.name)\nStatus: install ok installed\nArchitecture: amd64\nVersion: \($0.version)\n\n"
      }
      .joined())
    var builder = ContentsBuilder()
    for (path, entry) in image.files {
      builder.add(
        entry.file, at: path, content: builder.wantsContent(of: path, entry.file) ? entry.content : nil)
    }
    var disks = disks
    disks.contents = builder.contents(installed: [], format: format)
    return ImageFacts(disks: disks, statements: statements, now: Date(timeIntervalSince1970: 1_701_388_800))
  }
}
