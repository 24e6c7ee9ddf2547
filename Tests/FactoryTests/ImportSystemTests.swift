import Recipes
import Testing

@testable import Guest

struct ImportSystemTests {
  private let found = GuestSystem(
    type: "linux", distribution: "debian", majorVersion: 13, minorVersion: 1, architecture: "x86_64")

  @Test(arguments: [
    ("debian", "13", "x86_64", nil), ("debian", "13.1", "x86_64", nil),
    ("debian", "12", "x86_64", "it has debian 13.1, the recipe's 'os' says 12"),
    ("debian", "13.2", "x86_64", "it has debian 13.1, the recipe's 'os' says 13.2"),
    ("ubuntu", "13", "x86_64", "it has debian, the recipe's 'os' says ubuntu"),
    ("debian", "13", "aarch64", "it is for x86_64, the recipe's 'os' says aarch64"),
  ])
  func anotherSystemIsNamed(
    distribution: String, release: String, architecture: String, difference: String?
  ) {
    let wanted = OperatingSystem(
      distribution: distribution, release: release, codename: "", architecture: architecture)
    #expect(found.difference(from: wanted) == difference)
  }
}
