import Testing

@testable import Guest

struct MirrorSubstitutionTests {
  private let mirror = MirrorSubstitution(
    named: "http://deb.example.org/debian/", used: "http://169.254.2.2:8080/debian")

  @Test(arguments: [
    ("deb http://deb.example.org/debian trixie main\n", "deb http://169.254.2.2:8080/debian trixie main\n"),
    ("URIs: http://deb.example.org/debian/\n", "URIs: http://169.254.2.2:8080/debian/\n"),
    ("URIs: http://deb.example.org/debian", "URIs: http://169.254.2.2:8080/debian"),
    ("baseurl=http://deb.example.org/debian/$arch/", "baseurl=http://169.254.2.2:8080/debian/$arch/"),
  ])
  func replacesBothWays(public named: String, build used: String) {
    #expect(mirror.apply(to: named) == used)
    #expect(mirror.revert(in: used) == named)
  }

  @Test(arguments: ["http://deb.example.org/debian-security trixie", "http://other.example.org/debian x", ""])
  func leavesOtherArchives(text: String) {
    #expect(mirror.apply(to: text) == text)
  }
}
