import Foundation
import Testing

@testable import Images

@Suite struct StatementDocumentsTests {
  private func facts(_ take: (inout StatementFacts) throws -> Void) throws -> StatementFacts {
    var facts = StatementFacts()
    try take(&facts)
    return facts
  }

  @Test func testsTellOutcomesAndPorts() throws {
    let text = """
      {"format": 1, "passed": true, "tests": [
        {"name": "login", "kind": "login", "outcome": "passed", "message": null},
        {"name": "listening ports", "kind": "ports", "outcome": "passed", "message": "22, 80"}]}
      """
    let found = try facts { try $0.take(tests: Array(text.utf8)) }
    #expect(
      found.tests
        == .init(
          passed: true, outcomes: ["login": "passed", "listening ports": "passed"],
          ports: ["22/tcp", "80/tcp"]))
  }

  @Test(arguments: [("none", [String]()), ("22", ["22/tcp"]), ("some", nil), ("", nil)])
  func portsAreAListOrUnknown(message: String, ports: [String]?) throws {
    let text = #"{"tests": [{"name": "listening ports", "outcome": "passed", "message": "\#(message)"}]}"#
    let found = try facts { try $0.take(tests: Array(text.utf8)) }
    #expect(found.tests?.ports == ports)
    #expect(found.tests?.passed == false)
  }

  @Test func sbomsTellThePackagesOfAPackageManager() throws {
    func package(_ name: String, _ purl: String, _ licence: String) -> String {
      """
      {"name": "\(name)", "versionInfo": "1", "licenseDeclared": "\(licence)",
       "externalRefs": [{"referenceType": "purl", "referenceLocator": "\(purl)"}]}
      """
    }
    let list = [
      package("bash", "pkg:deb/debian/bash@1", "GPL-3.0-or-later"),
      package("x", "pkg:rpm/rocky/x@1", "NOASSERTION"),
      package("flask", "pkg:pypi/flask@1", "BSD-3-Clause"), #"{"name": "web"}"#,
    ]
    let found = try facts {
      try $0.take(spdx: Array(#"{"packages": [\#(list.joined(separator: ","))]}"#.utf8))
    }
    #expect(
      found.packages == ["bash": .init(version: "1", licence: "GPL-3.0-or-later"), "x": .init(version: "1")])
  }

  @Test(arguments: [
    (#"{"clean": true, "findings": []}"#, []),
    (#"{"findings": []}"#, ["the scan does not say that it is clean"]),
    (
      #"{"clean": false, "findings": [{"path": "/k", "message": "a key", "allowed": null}, {"path": null, "message": "m"}]}"#,
      ["/k: a key", "free space: m"]
    ),
    (#"{"clean": true, "findings": [{"path": "/k", "message": "a key", "allowed": "it is public"}]}"#, []),
  ])
  func residueIsWhatNobodyAllows(text: String, said: [String]) throws {
    #expect(try facts { try $0.take(residue: Array(text.utf8)) }.residue == said)
  }

  @Test(arguments: ["", "[", #"{"passed": true, "passed": false}"#])
  func whatIsNoDocumentIsNotTaken(text: String) {
    #expect(throws: (any Error).self) { try facts { try $0.take(tests: Array(text.utf8)) } }
    #expect(throws: (any Error).self) { try facts { try $0.take(spdx: Array(text.utf8)) } }
    #expect(throws: (any Error).self) { try facts { try $0.take(residue: Array(text.utf8)) } }
  }
}
