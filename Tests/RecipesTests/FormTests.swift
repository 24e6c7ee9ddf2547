import Testing

@testable import Recipes

@Suite struct FormTests {
  /// Every form with one text that it takes and one that it does not, beside its own example.
  @Test(arguments: [
    (Form.recipeName, "rocky-9.6_x", "-x"), (.version, "2026.01-rc.1", "1."),
    (.date, "2028-02-29", "2028-13-01"),
    (.url, "https://[::1]:8080/", "ftp://example.org"), (.sha256, String(repeating: "a", count: 64), "AB"),
    (MountPoint.form, "/", "/a/"), (AccountName.form, "_apt", "Ann"), (.owner, "0:0", "a:b:c"),
    (.mode, "755", "0888"), (Hostname.server, "10.0.0.1", "ntp_1"),
    (Hostname.domain, "example.org", "example.org."),
    (Hostname.domain, String(repeating: "a", count: 63), String(repeating: "a", count: 64)),
    (.duration, "90s", "90"), (LocaleName.form, "C.UTF-8", "en US"), (TimeZoneName.form, "Etc/GMT+1", "/UTC"),
    (Hostname.form, "a", "a..b"), (HTTPAddress.form, "http://a:80/b", "http://[::1]/"),
    (AuthorizedKey.form, "sk-ssh-ed25519@openssh.com AAAA=", "AAAA"), (PackageName.form, "@core", "-y"),
    (SerialConsole.form, "ttyAMA0,115200n8", "tty0,"), (.variable, "_X1", "1X"),
    (.absolutePath, "/a b", "a/b"),
    (.bootArgument, "a=\"b\"", ""), (KernelArgument.form, "console=ttyS0,115200", "a=\"b\""),
    (KeyboardLayout.form, "us", ""), (.line, "ž", "a\nb"),
  ])
  func takesAndRefuses(form: Form, taken: String, refused: String) throws {
    let pattern = try #require(form.pattern)
    #expect(pattern.matches(form.example))
    #expect(pattern.matches(taken))
    #expect(!pattern.matches(refused))
    #expect(!pattern.matches(taken + "\0"))
    // Editors read the same pattern in the JSON Schema as a regular expression of ECMA 262's kind.
    let regex = try Regex(pattern.source)
    #expect(taken.wholeMatch(of: regex) != nil)
    #expect(refused.wholeMatch(of: regex) == nil)
  }
}
