import Families
import Testing

@testable import Media

@Suite struct PackageIndexTests {
  private func package(_ text: String) -> InstalledPackage {
    let words = text.split(separator: " ").map(String.init)
    return InstalledPackage(
      name: words[0], version: words[1], architecture: words.count > 2 ? words[2] : "amd64")
  }

  /// What is installed, what archives have, which versions close holes, and what comes of it.
  @Test(arguments: [
    (["a 1.0-1"], ["a 1.0-1"], [], []),
    (["a 1.0-1"], ["a 1.0-2", "a 1.0-3", "a 0.9-1"], [], ["a 1.0-1 -> 1.0-3"]),
    (["a 1.0-1"], ["b 2"], [], []),
    (["a 2.0-1"], ["a 1.0-1"], ["a 1.0-1"], []),
    // A hole that the installed version does not have any more.
    (["a 1.5-1"], ["a 2.0-1"], ["a 1.4-1"], ["a 1.5-1 -> 2.0-1"]),
    // What closed the hole has been overtaken by an ordinary update.
    (["a 1.0-1"], ["a 2.0-1"], ["a 1.4-1"], ["a 1.0-1 -> 2.0-1 security"]),
    // Of several kernels the newest counts.
    (["a 1.0-1", "a 3.0-1", "a 2.0-1"], ["a 3.0-1"], [], []),
    // A package may become independent of the architecture; a foreign one is another package.
    (["a 1 all"], ["a 2 amd64"], [], ["a 1 -> 2"]),
    (["a 1 i386"], ["a 2 amd64"], [], []),
    (["b 1", "a 1"], ["a 2", "b 2"], [], ["a 1 -> 2", "b 1 -> 2"]),
  ])
  func newerVersionsAreFound(installed: [String], archive: [String], fixes: [String], expected: [String]) {
    var index = PackageIndex(format: .deb, architecture: "amd64")
    for line in archive { index.add(package(line)) }
    for line in fixes { index.addFix(package(line)) }
    let found = index.updates(for: installed.map(package)).map { update in
      "\(update.name) \(update.installed) -> \(update.available)" + (update.isSecurity ? " security" : "")
    }
    #expect(found == expected)
  }

  @Test func aModulesPackageIsHeldAgainstModulesOnly() {
    var index = PackageIndex(format: .rpm, architecture: "x86_64")
    index.add(package("perl 5.32-1.module+el8 x86_64"))
    index.add(package("perl 5.26-2.el8 x86_64"))
    let plain = index.updates(for: [package("perl 5.26-1.el8 x86_64")])
    #expect(plain.map(\.available) == ["5.26-2.el8"])
    let modular = index.updates(for: [package("perl 5.30-1.module+el8 x86_64")])
    #expect(modular.map(\.available) == ["5.32-1.module+el8"])
  }
}
