import Media
import Testing

struct PackageStatesTests {
  private func stanza(_ name: String, _ state: String = "install ok installed", _ fields: String = "")
    -> String
  {
    "Package: \(name)\nStatus: \(state)\nVersion: 2.0-1\nArchitecture: amd64\n\(fields)\n"
  }

  /// Fields of a package `a` beside a sound `b` 2.0-1, which provides `c` and `d` (= 3); and what is wrong.
  @Test(
    "case 10: what is not in order is named",
    arguments: [
      ("install ok installed", "Depends: b, b (>= 2.0-1), c | nothing,\n d (<< 4), b:any (= 2.0-1)", []),
      ("install ok half-configured", "", ["a 2.0-1 is half-configured"]),
      ("install ok unpacked", "", ["a 2.0-1 is unpacked"]),
      ("install ok triggers-pending", "", ["a 2.0-1 is triggers-pending"]),
      ("install ok triggers-awaited", "", ["a 2.0-1 is triggers-awaited"]),
      (
        "install reinstreq half-installed", "",
        ["a 2.0-1 is half-installed", "a 2.0-1 must be installed again"]
      ),
      ("deinstall ok config-files", "Depends: nothing", []),
      ("hold ok installed", "", []),
      ("install ok installed", "Depends: nothing", ["a 2.0-1 depends on nothing, which is not there"]),
      (
        "install ok installed", "Pre-Depends: b (>> 2.0-1) | e",
        ["a 2.0-1 depends on b (>> 2.0-1) | e, which is not there"]
      ),
      ("install ok installed", "Depends: c (>= 1)", ["a 2.0-1 depends on c (>= 1), which is not there"]),
      ("install ok installed", "Depends: d (= 2)", ["a 2.0-1 depends on d (= 2), which is not there"]),
      ("install ok installed", "Depends: b (<< 2.0)", ["a 2.0-1 depends on b (<< 2.0), which is not there"]),
    ] as [(String, String, [String])])
  func whatIsNotInOrderIsNamed(state: String, fields: String, faults: [String]) throws {
    let text =
      stanza("a", state, fields.isEmpty ? "" : fields + "\n")
      + stanza("b", "install ok installed", "Provides: c, d (= 3)\n")
    #expect(try PackageStates(Array(text.utf8)).faults == faults)
  }

  /// What is half there is no help to others.
  @Test func onlyWhatIsUnpackedMeetsADependency() throws {
    let text = stanza("a", "install ok installed", "Depends: b\n") + stanza("b", "deinstall ok config-files")
    #expect(try PackageStates(Array(text.utf8)).faults == ["a 2.0-1 depends on b, which is not there"])
  }

  @Test func whatIsInstalledIsTakenFromIt() throws {
    let text = stanza("a") + stanza("b", "deinstall ok config-files") + stanza("c", "hold ok installed")
    let installed = try PackageStates(Array(text.utf8)).installed
    #expect(installed.map(\.name) == ["a", "c"])
    #expect(
      installed.map(\.version) == ["2.0-1", "2.0-1"] && installed.map(\.architecture) == ["amd64", "amd64"])
  }
}
