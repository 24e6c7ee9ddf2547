import Testing

@testable import Guest

struct ShadowFileTests {
  @Test(arguments: [
    ("root:*:1:0:::::\n", []),
    ("root:!:1:0:::::\nweb:!!:1::::::\n", []),
    ("root:!$y$abc:1:0:::::\n", []),
    ("root:$y$abc:1:0:::::\nweb:!:1::::::\n", ["root"]),
    ("root::1:0:::::\nweb:$6$x:1::::::", ["root", "web"]),
  ])
  func namesWhoCanLogIn(text: String, users: [String]) {
    #expect(ShadowFile(text).unlocked == users)
  }

  @Test func forgetsTheHashOfALockedPassword() {
    var file = ShadowFile("root:!$y$abc:1:0:::::\ndaemon:*:1:0:::::\n")
    let first = file.forgetLockedHashes()
    #expect(first)
    #expect(file.text == "root:!:1:0:::::\ndaemon:*:1:0:::::\n")
    let second = file.forgetLockedHashes()
    #expect(!second)
  }

  @Test(arguments: [
    (
      "nameserver 169.254.2.3\noptions rotate\nnameserver 192.0.2.1\n",
      "options rotate\nnameserver 192.0.2.1\n"
    ),
    ("# by dhcp\n\n; nameserver\nnameserver\t169.254.2.3\n", ""),
    ("search example.org\nnameserver fec0::3\n", "search example.org\n"),
    ("# nameserver 10.0.2.3\nnameserver 192.0.2.1", nil), ("", nil),
  ])
  func takesTheBuildsOwnServersOut(text: String, rest: String?) {
    #expect(ResolverFile.withoutBuildServers(text) == rest)
  }

  /// What is added to the file that a command was lent; nil for another file.
  @Test(arguments: [
    ("# lent\nnameserver 169.254.2.3\noptions rotate\n", ["options rotate"]),
    ("search a\n# mine\nnameserver 169.254.2.3\nsearch lent\n", ["search a"]),
    ("nameserver 169.254.2.3\n", []), ("nameserver 192.0.2.53\nsearch lent\n", nil), ("", nil),
  ])
  func whatACommandAddedIsTold(text: String, added: [String]?) {
    let lent = "# lent\nnameserver 169.254.2.3\nsearch lent\n"
    #expect(ResolverFile.lines(addedTo: lent, in: text) == added)
  }
}
