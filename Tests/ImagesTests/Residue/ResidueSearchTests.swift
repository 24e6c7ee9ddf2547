import Digests
import Foundation
import Recipes
import Testing

@testable import Images

struct ResidueSearchTests {
  /// Files with their content; one that ends in a slash is a folder, and one with an arrow a link.
  private func findings(
    _ files: [String: String], personal: [PersonalFiles] = [], disk: String? = nil
  ) throws -> [String] {
    var builder = ContentsBuilder()
    var search = ResidueSearch(SecretCatalogue(), personal: personal)
    for (path, text) in files {
      if text.hasPrefix("-> ") {
        builder.add(ContentsFile(kind: .link, mode: 0o777, target: String(text.dropFirst(3))), at: path)
        continue
      }
      let bytes = Array(text.utf8)
      let file = ContentsFile(kind: .file, mode: 0o644, size: UInt64(bytes.count))
      search.begin(path, file)
      bytes.withUnsafeBytes { search.take($0) }
      search.end(path, file)
      builder.add(file, at: path, content: Data(bytes))
    }
    let result = search.result(
      builder.contents(installed: [], format: files["/var/lib/dpkg/status"] == nil ? "rpm" : "deb"))
    var found = result.findings
    if let disk {
      var search = DiskSearch("system", besides: result)
      Array(disk.utf8).withUnsafeBytes { search.take($0, at: 1 << 20) }
      found += search.finish()
    }
    return found.map { "\($0.kind.rawValue) \($0.summary)" }.sorted()
  }

  private static let hash = "$5$" + "saltsalt$a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V"

  /// A file, and what is found in it.
  @Test(
    arguments: [
      ("/etc/machine-id", "0123456789abcdef0123456789abcdef\n", "machine-id"), ("/etc/machine-id", "", nil),
      ("/etc/machine-id", "uninitialized\n", nil),
      ("/etc/shadow", "root:\(hash):19000:0:99999:7:::\n", "password-hash"),
      ("/etc/shadow", "root::19000::::::\n", "password-hash"),
      ("/etc/shadow", "root:!\(hash):19000:0:99999:7:::\nbin:*:1:\nme:!:1:\n", nil),
      ("/root/.bash_history", "make\n", "shell-history"), ("/root/.bash_history", "", nil),
      ("/home/me/.viminfo", "x", "shell-history"), ("/home/me/notes_history", "x", nil),
      ("/root/anaconda-ks.cfg", "text\n", "answer-file"),
      ("/root/x.cfg", "# mine\nd-i debian-installer/locale string en_US\n", "answer-file"),
      ("/opt/ks", "rootpw x\n%packages\n@core\n%end\n", "answer-file"),
      ("/etc/notes", "#cloud-config\nautoinstall:\n  version: 1\n", "answer-file"),
      ("/etc/notes", "see d-i and %packages\n", nil),
      ("/var/log/installer/syslog", "x", "installer-log"), ("/var/log/anaconda/x.log", "", nil),
      ("/var/log/syslog", "x", nil),
      ("/etc/apt/sources.list", "deb http://127.0.0.1:3142/debian trixie main\n", "build-mirror"),
      ("/etc/apt/sources.list", "deb cdrom:[Debian 13]/ trixie main\n", "build-mirror"),
      (
        "/etc/apt/sources.list",
        "# deb cdrom:[Debian 13]/ trixie main\ndeb http://deb.debian.org/debian trixie main\n", nil
      ),
      ("/etc/apt/apt.conf.d/90proxy", "Acquire::http::Proxy \"http://localhost:3128\";", "build-mirror"),
      ("/etc/apt/apt.conf.d/90proxy", "Acquire::http::Proxy \"http://proxy.example.org:3128\";", nil),
      (
        "/var/lib/dpkg/status", "Package: a\nStatus: install ok half-configured\nVersion: 1\n",
        "half-configured"
      ),
      (
        "/var/lib/dpkg/status", "Package: a\nStatus: install reinstreq installed\nVersion: 1\n",
        "half-configured"
      ),
      ("/var/lib/dpkg/status", "Package: a\nStatus: install ok triggers-pending\n", "half-configured"),
      (
        "/var/lib/dpkg/status",
        "Package: a\nStatus: deinstall ok config-files\n\nPackage: b\nStatus: install ok installed\n", nil
      ),
      ("/var/lib/dpkg/updates/0001", "Package: a\n", "half-configured"),
      ("/usr/bin/tool;5f3a01bc", "", "half-configured"), ("/usr/bin/tool;5f3a", "", nil),
      ("/usr/bin/tool.dpkg-new", "", "half-configured"), ("/etc/x.dpkg-dist", "", nil),
      ("/etc/resolv.conf", "-> /srv/resolv.conf", "resolver"),
      ("/etc/resolv.conf", "-> ../run/systemd/resolve/stub-resolv.conf", "resolver"),
      ("/etc/resolv.conf", "-> /run/other/resolv.conf", nil),
      ("/etc/resolv.conf", "nameserver 10.0.2.3\n", "build-address"),
      ("/etc/resolv.conf", "nameserver 192.0.2.1\n", nil),
    ] as [(String, String, String?)])
  func whatAFileSays(path: String, text: String, kind: String?) throws {
    let found = try findings([path: text])
    #expect(found.map { String($0.prefix { $0 != " " }) } == (kind.map { [$0] } ?? []), "\(found)")
    #expect(found.allSatisfy { $0.contains(path) })
  }

  @Test func aLinkToWhatAServiceMakesIsWholeWithThatService() throws {
    let link = "-> ../run/systemd/resolve/stub-resolv.conf"
    #expect(try findings(["/etc/resolv.conf": link, "/usr/lib/systemd/systemd-resolved": "x"]) == [])
  }

  @Test func whatIsOneMachinesIsFoundByItsMarks() throws {
    let personal = [
      PersonalFiles(
        title: "iSCSI initiator name", patterns: ["/etc/iscsi/initiatorname.iscsi"], markers: ["debian:01:"]),
      PersonalFiles(title: "SSH host keys", patterns: ["/etc/ssh/ssh_host_*_key"]),
    ]
    func found(_ files: [String: String]) throws -> Int { try findings(files, personal: personal).count }
    #expect(try found(["/etc/iscsi/initiatorname.iscsi": "InitiatorName=iqn.1993-08.org.debian:01:ab"]) == 1)
    #expect(try found(["/etc/iscsi/initiatorname.iscsi": "GenerateName=yes\n"]) == 0)
    #expect(try found(["/etc/ssh/ssh_host_rsa_key": "x"]) == 1)
    #expect(try found(["/etc/ssh/ssh_host_rsa_key": "", "/etc/ssh/sshd_config": "x"]) == 0)
  }

  /// A key for tests is no residue as its package has it; changed, or beside it, it is.
  @Test func whatPackagesBringIsNone() throws {
    let text = "hash: \(Self.hash)\n"
    let packages = [
      "/var/lib/dpkg/status": "Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n",
      "/var/lib/dpkg/info/a.list": "/.\n/usr/lib/a/test\n/usr/lib/a/code.py\n",
      // md5sum of the text.
      "/var/lib/dpkg/info/a.md5sums": "\(try md5Text(text))  usr/lib/a/test\n",
    ]
    func found(_ path: String, _ text: String) throws -> Int {
      try findings(packages.merging([path: text]) { $1 }).count
    }
    #expect(try found("/usr/lib/a/test", text) == 0)
    #expect(try found("/usr/lib/a/test", text + "more") == 1)
    #expect(try found("/usr/lib/a/other", text + "x") == 1)
    #expect(try found("/boot/copy-of-it", text) == 0)
    #expect(try found("/usr/lib/a/__pycache__/code.cpython-313.pyc", text) == 0)
    #expect(try found("/usr/share/doc/a/example", text) == 0)
    #expect(try found("/usr/local/share/test", "\n" + text) == 1)
  }

  @Test func whatIsInAFileIsNotFoundOnTheDiskAgain() throws {
    let text = "root:\(Self.hash):1:\n"
    let disk = String(repeating: "\0", count: 512) + text + String(repeating: "\0", count: 800)
    #expect(try findings(["/root/x": text], disk: disk) == ["password-hash /root/x: password hash (SHA-256)"])
    #expect(
      try findings(["/root/y": "nothing"], disk: disk) == [
        "password-hash free space: password hash (SHA-256) at byte 1049093 of disk 'system'"
      ])
  }

  private func md5Text(_ text: String) throws -> String { try md5(Array(text.utf8)) }
}
