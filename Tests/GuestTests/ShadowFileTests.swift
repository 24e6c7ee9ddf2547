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
    ("nameserver 10.0.2.3\n", true),
    ("# by dhcp\nsearch example.org\nnameserver\t169.254.2.3\n", true),
    ("nameserver 192.0.2.53\n", false),
    ("nameserver 10.0.2.3\nnameserver 192.0.2.53\n", false),
    ("search example.org\n", false),
  ])
  func knowsTheBuildsOwnResolver(text: String, isGenerated: Bool) {
    #expect(ResolverFile.isGenerated(text) == isGenerated)
  }

  @Test(arguments: [
    (
      "nameserver 169.254.2.3\noptions rotate\nnameserver 192.0.2.1\n",
      "options rotate\nnameserver 192.0.2.1\n"
    ),
    ("# nameserver 10.0.2.3\nnameserver 192.0.2.1", nil), ("", nil),
  ])
  func takesTheBuildsOwnServersOut(text: String, rest: String?) {
    #expect(ResolverFile.withoutBuildServers(text) == rest)
  }
}
