import JSON
import Testing

@testable import Recipes

/// What no value may carry into a debconf line or a shell.
private let hostile = [
  "", "a\nb", "a b", "$(id)", "`id`", "a;b", "a|b", "a&b", "a'b", "a\"b", "a\\", "é", "*", "a\0", "a\u{7F}",
  "{a}",
  "a>b", "a\tb",
]

/// The types whose values stand unquoted in what an installer or a shell reads.
private let plain: [any FormedText.Type] = [
  LocaleName.self, KeyboardLayout.self, TimeZoneName.self, Hostname.self, HTTPAddress.self, PackageName.self,
  SnapshotTime.self,
  KernelArgument.self, SerialConsole.self, Suite.self, AccountName.self, MountPoint.self, StorageName.self,
]

private func has(_ text: String, _ type: any FormedText.Type) -> Bool { type.init(text) != nil }

struct FormedTextTests {
  @Test(arguments: hostile)
  func nothingThatAShellReadsIsAValue(_ text: String) {
    for type in plain {
      #expect(!has(text, type), "\(type)")
      #expect(text.isEmpty || !has("/" + text, type), "\(type)")
    }
  }

  @Test(
    arguments: [
      (LocaleName.self, ["en_US.UTF-8", "C", "sr_RS@latin"], ["1", "en US", "-x"]),
      (
        TimeZoneName.self, ["UTC", "Europe/Prague", "America/Argentina/Buenos_Aires", "Etc/GMT+5"],
        ["/UTC", "Europe/", "../etc/passwd", "Europe//Prague", "-x"]
      ),
      (
        Hostname.self, ["web", "web.example.org", "3com", "10.0.0.1", String(repeating: "a", count: 63)],
        [
          "web.", ".web", "-web", "web-", "a_b", "Web", String(repeating: "a", count: 64),
          Array(repeating: "a", count: 128).joined(separator: "."),
        ]
      ),
      (
        HTTPAddress.self,
        [
          "http://deb.example.org/debian", "https://deb.example.org:8443/a/b/", "http://10.0.2.2",
          "http://example.org:65535",
        ],
        [
          "ftp://deb.example.org/", "deb.example.org/debian", "http:///debian",
          "http://me:secret@example.org/",
          "http://example.org:port/", "http://example.org:65536/", "http://example.org/?q",
          "http://example.org/a b", "http://example.org/';id;'",
          "http://" + String(repeating: "a.", count: 127) + "a",
        ]
      ),
      (
        AccountName.self, ["alice", "a_b-2", "_ssh"],
        ["Alice", "2a", "a:b", String(repeating: "a", count: 33)]
      ),
      (FullName.self, ["", "Alice O'Hara", "é"], ["a:b", "a,b", "a\nb", "a\u{7F}"]),
      (
        AuthorizedKey.self,
        [
          "ssh-ed25519 AAAAC3Nz me", "sk-ssh-ed25519@openssh.com AAAA", "ecdsa-sha2-nistp256 AAAA= a b",
        ],
        ["ssh-ed25519", "AAAA", "ssh-rsa AAAA\nssh-rsa BBBB", "ssh-rsa AAAA a\u{7F}", "ssh-rsa AAAA a\tb"]
      ),
      (
        SerialConsole.self, ["ttyS0", "ttyS0,115200", "ttyAMA0,115200n8", "hvc0"],
        ["ttyS", "ttyS0,", "ttyS0,9600,x", "0", "/dev/ttyS0"]
      ),
      (
        KernelArgument.self, ["quiet", "console=ttyS0,115200n8", "a.b=/c:d@e%f+g-h"],
        ["a=\"b\"", "a b", "$a"]
      ),
      (PackageName.self, ["g++", "nginx=1.2", "nginx/trixie", "@core", "libc6:amd64"], ["-y", "a-", "a b"]),
      (
        MountPoint.self, ["/", "/srv", "/a.b/c-d_e"],
        ["", "srv", "/srv/", "//", "/a b", "/a}", "/a*", "/$HOME"]
      ),
      (
        StorageName.self, ["vg0", "_a.b"],
        ["snapshot1", "pvmove0", "a-b", ".a", String(repeating: "a", count: 65)]
      ),
      (
        SnapshotTime.self, ["2026-11-28T23:59:59Z", "20280229T000000Z", "19700101T000000Z"],
        [
          "2026-11-28", "2026-11-28T00:00:00+01:00", "2026-11-28T000000Z", "20261328T000000Z",
          "20260229T000000Z",
          "20261128T240000Z", "20261128T006000Z", "19691231T235959Z", "20261128T000000Z\n",
        ]
      ),
      (Suite.self, ["trixie", "stable-updates"], ["Trixie", "a/b", "1"]),
    ] as [(any FormedText.Type, [String], [String])])
  func takesAndRefuses(type: any FormedText.Type, taken: [String], refused: [String]) {
    for text in taken { #expect(has(text, type), "\(text)") }
    for text in refused { #expect(!has(text, type), "\(text)") }
    #expect(has(type.form.example, type))
  }

  @Test func isEncodedAsItsTextAndReadByItsForm() throws {
    #expect(String(decoding: try compactJSON([Hostname("web")]), as: UTF8.self) == #"["web"]"#)
    #expect(try decodeJSON([Hostname].self, from: Array(#"["web"]"#.utf8)) == ["web"])
    #expect(throws: (any Error).self) { try decodeJSON([Hostname].self, from: Array(#"["we b"]"#.utf8)) }
  }

  @Test(arguments: [
    ("http://deb.example.org/debian//", "http", "deb.example.org", "/debian"),
    ("https://deb.example.org:8443", "https", "deb.example.org:8443", ""),
  ])
  func anAddressIsTakenApart(text: String, scheme: String, host: String, path: String) throws {
    let address = try #require(HTTPAddress(text))
    #expect(address.scheme == scheme && address.host == host && address.path == path)
    #expect(address.base == "\(scheme)://\(host)\(path)")
  }
}
