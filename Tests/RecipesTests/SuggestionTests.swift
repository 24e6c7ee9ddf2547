import Testing

@testable import Recipes

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("packages", "pakages", 1), ("parent", "parnet", 1), ("kitten", "sitting", 3),
    ("abc", "abc", 0),
  ])
  func distance(one: String, other: String, expected: Int) {
    #expect(editDistance(one, other) == expected)
    #expect(editDistance(other, one) == expected)
  }

  @Test(arguments: [
    ("parnet", " (did you mean 'parent'?)"), ("x", ""), ("PARENT", ""),
    ("paren", " (did you mean 'parent'?)"),
    (String(repeating: "parent", count: 20), ""),
  ])
  func onlyWhatIsNear(written: String, expected: String) {
    #expect(suggestion(for: written, among: ["name", "parent", "parents"]) == expected)
  }
}

@Suite struct ByteSizeTests {
  @Test(
    arguments: [
      ("1KiB", 1024), ("512MiB", 512 << 20), ("8GiB", 8 << 30), ("2TiB", 2 << 40),
      ("1023TiB", 1023 << 40),
    ] as [(String, UInt64)])
  func readsAndWrites(text: String, bytes: UInt64) {
    #expect(ByteSize.bytes(text) == bytes)
    #expect(ByteSize.text(bytes) == text)
  }

  @Test(arguments: [
    "", "8", "8GB", "GiB", "08GiB", "8 GiB", "1.5GiB", "0GiB", "1024TiB", "1048576TiB", "1EiB",
  ])
  func refuses(text: String) {
    #expect(ByteSize.bytes(text) == nil)
  }

  @Test(arguments: [
    ("8GB", "8GiB"), ("8G", "8GiB"), ("512 mib", "512MiB"), ("8", nil), ("1.5G", nil), ("0G", nil),
  ])
  func guesses(text: String, expected: String?) {
    #expect(ByteSize.guess(text) == expected)
  }
}

@Suite struct FilePathTests {
  @Test(arguments: [
    (".", "web.yaml", "web.yaml"), ("examples", "../kickstart/x", "kickstart/x"),
    ("a/b", "../../../x", "../x"),
    ("..", "x", "../x"), ("/", "../x", "/x"), ("a", "/b/./c", "/b/c"), ("a", ".", "a"), ("a", "..", "."),
    ("a", "b//c/", "a/b/c"), ("a", ".x", "a/.x"), ("a", "..x", "a/..x"),
  ])
  func joins(folder: String, path: String, expected: String) {
    #expect(FilePath.join(folder, path) == expected)
  }

  @Test(arguments: [("/a/b", "/a", true), ("/ab", "/a", false), ("/a", "/a", true), ("/x", "/", true)])
  func inside(path: String, folder: String, expected: Bool) {
    #expect(FilePath.isInside(path, folder) == expected)
  }

  @Test(arguments: [("a/b", "a"), ("a", "."), ("/a", "/"), ("/a/b", "/a")])
  func folder(path: String, expected: String) {
    #expect(FilePath.folder(of: path) == expected)
  }
}

@Suite struct FilePathRelativeTests {
  @Test(arguments: [
    ("recipes/a/b.yaml", "recipes", "a/b.yaml"), ("/r/a", "/r/", "a"), ("a", ".", "a"), ("r", "r/.", "."),
    ("/a", "/", "a"), ("recipes2/a", "recipes", nil), ("../a", ".", nil), ("/a", ".", nil),
    ("../a", "..", "a"),
    ("../../a", "..", nil),
  ])
  func isFromTheFolder(path: String, folder: String, expected: String?) {
    #expect(FilePath.relative(path, to: folder) == expected)
  }
}

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
