import Foundation
import Images
import Testing

struct BuildIDTests {
  @Test func aBuildIsCalledByWhenItWasSealed() throws {
    let time = try Date("2026-11-27T22:15:03Z", strategy: .iso8601)
    let id = BuildID(name: "web", version: "1.2.0", sealed: time)
    #expect("\(id)" == "web-1.2.0+20261127T221503Z")
    #expect(BuildID(name: "web", label: id.label) == id)
  }

  @Test(arguments: [
    ("1.0+20261127T221503Z", "1.0", "20261127T221503Z"), ("1.0+rc1+2", "1.0+rc1", "2"),
  ])
  func theLastPlusDivides(label: String, version: String, build: String) {
    #expect(BuildID(name: "web", label: label) == BuildID(name: "web", version: version, build: build))
  }

  @Test(arguments: ["", "1.0", "+1", "1.0+"])
  func whatIsNoBuildIsNone(label: String) {
    #expect(BuildID(name: "web", label: label) == nil)
  }
}
