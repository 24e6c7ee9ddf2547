import Recipes
import Testing

@testable import AnswerFiles

/// What no value may carry into a debconf line or a shell; attacks/inject.py tries more of the kind on every family.
private let hostile = [
  "", "a\nb", "a b", "$(id)", "`id`", "a;b", "a|b", "a&b", "a'b", "a\"b", "a\\", "é", "-x", "*",
]

@Suite struct RuleTests {
  @Test(arguments: [
    ("en_US.UTF-8", true), ("C", true), ("sr_RS@latin", true), ("1", false),
  ]) func locale(_ value: String, _ allowed: Bool) { #expect(Rule.locale.allows(value) == allowed) }

  @Test(arguments: [
    ("UTC", true), ("Europe/Prague", true), ("America/Argentina/Buenos_Aires", true), ("Etc/GMT+5", true),
    ("/UTC", false), ("Europe/", false), ("../etc/passwd", false), ("Europe//Prague", false),
  ]) func timezone(_ value: String, _ allowed: Bool) { #expect(Rule.timezone.allows(value) == allowed) }

  @Test(arguments: [
    ("web", true), ("web.example.org", true), ("3com", true), ("web.", false), (".web", false),
    ("-web", false),
    ("web-", false), ("a_b", false), (String(repeating: "a", count: 63), true),
    (String(repeating: "a", count: 64), false),
    (Array(repeating: "a", count: 128).joined(separator: "."), false),
  ]) func hostname(_ value: String, _ allowed: Bool) { #expect(Rule.hostname.allows(value) == allowed) }

  @Test(arguments: [
    ("g++", true), ("libc6.1-dev", true), ("nginx=1.2", false), ("nginx/trixie", false), ("Nginx", false),
    ("a", false),
  ]) func package(_ value: String, _ allowed: Bool) { #expect(Rule.package.allows(value) == allowed) }

  @Test(arguments: [
    ("alice", true), ("a_b-2", true), ("Alice", false), ("2a", false), ("a:b", false),
    (String(repeating: "a", count: 33), false),
  ]) func account(_ value: String, _ allowed: Bool) { #expect(Rule.account.allows(value) == allowed) }

  @Test(arguments: [
    (key("me"), true), ("sk-ssh-ed25519@openssh.com AAAA", true), ("ecdsa-sha2-nistp256 AAAA= a b", true),
    (#"command="echo 'x' \"y\"",no-pty ssh-rsa AAAAB3 me"#, true), ("ssh-ed25519", false), ("AAAA", false),
    ("ssh-rsa AAAA\nssh-rsa BBBB", false), ("ssh-rsa AAAA\u{7F}", false), ("", false),
  ]) func authorizedKey(_ value: String, _ allowed: Bool) {
    #expect(Rule.authorizedKey.allows(value) == allowed)
  }

  @Test(arguments: [
    ("ttyS0", true), ("ttyS0,115200", true), ("ttyAMA0,115200n8", true), ("hvc0", true), ("ttyS", false),
    ("ttyS0,", false), ("ttyS0,9600,x", false), ("0", false),
  ]) func serialConsole(_ value: String, _ allowed: Bool) {
    #expect(Rule.serialConsole.allows(value) == allowed)
  }

  @Test(arguments: [
    ("http://deb.example.org/debian", "http://deb.example.org/debian"),
    ("https://deb.example.org:8443/a/b/", "https://deb.example.org:8443/a/b"),
    ("http://10.0.2.2", "http://10.0.2.2"),
    ("ftp://deb.example.org/", nil), ("deb.example.org/debian", nil), ("http:///debian", nil),
    ("http://me:secret@example.org/", nil), ("http://example.org:port/", nil), ("http://example.org/?q", nil),
    ("http://example.org/a b", nil), ("http://example.org/\"", nil), ("http://example.org/';id;'", nil),
  ]) func address(_ value: String, _ text: String?) { #expect(MirrorAddress(value)?.text == text) }

  @Test(arguments: hostile)
  func plainRulesLetNothingThroughThatAShellReads(_ value: String) {
    for rule in [
      Rule.locale, .keyboard, .timezone, .hostname, .package, .account, .serialConsole, .address, .suite,
      .mountPoint,
    ] {
      #expect(!rule.allows(value))
    }
    #expect(!Rule.kernelArgument.allows(value) || value == "-x")
  }

  @Test func everySettingIsChecked() {
    let bad = "x\n'$(id)"
    let found = problems(
      debian {
        $0.install.locale = at(1, bad)
        $0.install.keyboard = at(2, bad)
        $0.install.timezone = at(3, bad)
        $0.install.hostname = at(4, bad)
        $0.install.mirror = at(5, bad)
        $0.install.proxy = at(6, bad)
        $0.install.kernelArguments = [at(7, bad)]
        $0.install.serialConsole = at(8, bad)
        $0.install.packages = [at(9, bad)]
        $0.install.authorizedKeys = [at(10, bad)]
        $0.install.users = [
          at(11, User(name: bad, fullName: bad, groups: [bad], sudo: false, authorizedKeys: [bad]))
        ]
      })
    let settings = [
      "1:1: locale:", "2:1: keyboard:", "3:1: timezone:", "4:1: hostname:", "5:1: mirror:", "6:1: proxy:",
      "7:1: kernelArguments:", "8:1: serialConsole:", "9:1: packages:", "10:1: authorizedKeys:",
      "11:1: users: name:",
    ]
    for setting in settings { #expect(found.contains { $0.hasPrefix("debian-13.yaml:" + setting) }) }
    #expect(found.count == settings.count + 3)
    #expect(
      found.first == #"debian-13.yaml:1:1: locale: "x\n'$(id)" is not a locale name, such as en_US.UTF-8"#)
  }

  @Test func accountsAreNamedOnceAndNotRoot() {
    func user(_ name: String) -> User {
      User(name: name, fullName: "", groups: [], sudo: false, authorizedKeys: [])
    }
    #expect(
      problems(debian { $0.install.users = [at(8, user("a")), at(9, user("a")), at(10, user("root"))] }) == [
        "debian-13.yaml:9:1: users: 'a' is named twice",
        "debian-13.yaml:10:1: users: 'root' is always there; give it authorizedKeys",
      ])
  }

  @Test func mediaWithoutAMirrorNeedOne() {
    let file = Installer.MediaFile(addresses: ["/boot/vmlinuz"], check: .sha256(""))
    #expect(
      problems(
        debian {
          $0.installer.booted.media = .debianInstaller(.files(.direct(.init(kernel: file, initrd: file))))
          $0.installer.booted.mirrors = []
        }) == [
          "mirror: not set, and media given file by file name none; the finished image needs one"
        ])
  }
}
