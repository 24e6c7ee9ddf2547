import Testing

@testable import Recipes

@Suite struct FormTests {
  /// Every form with one text that it takes and one that it does not, beside its own example.
  @Test(arguments: [
    (Form.recipeName, "rocky-9.6_x", "-x"), (.version, "2026.01-rc.1", "1."),
    (.date, "2028-02-29", "2028-13-01"),
    (.url, "https://[::1]:8080/", "ftp://example.org"), (.sha256, String(repeating: "a", count: 64), "AB"),
    (.mount, "/", "/a/"), (.user, "_apt", "Ann"), (.owner, "0:0", "a:b:c"), (.mode, "755", "0888"),
    (.server, "10.0.0.1", "ntp_1"), (.domain, "example.org", "example.org."),
    (.domain, String(repeating: "a", count: 63), String(repeating: "a", count: 64)), (.duration, "90s", "90"),
    (.locale, "C.UTF-8", "en US"), (.timezone, "Etc/GMT+1", "/UTC"), (.hostname, "a", "a..b"),
    (.authorizedKey, "sk-ssh-ed25519@openssh.com AAAA=", "AAAA"), (.package, "@core", "-y"),
    (.console, "ttyAMA0,115200n8", "tty0,"), (.variable, "_X1", "1X"), (.absolutePath, "/a b", "a/b"),
    (.kernelArgument, "console=ttyS0,115200", ""), (.keyboard, "us", ""), (.line, "ž", "a\nb"),
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
