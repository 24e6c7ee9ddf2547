import Testing

@testable import Failures
@testable import Provisioning

struct PackageDatabaseCheckTests {
  @Test("case 10: a layer that leaves packages in disorder is refused")
  func onlyTheLayersOwnFaultsCount() throws {
    let check = PackageDatabaseCheck(inherited: ["old 1.0 is half-configured"])
    try check.check(["old 1.0 is half-configured"], layer: "web", log: "log")
    let error = #expect(throws: BuildError.self) {
      try check.check(
        ["agent-x 1.0 is half-configured", "old 1.0 is half-configured"], layer: "web", log: "web.log")
    }
    #expect(
      error?.description == """
        web: its steps leave packages that are not in order:
          agent-x 1.0 is half-configured
        find the step that passed over this error in web.log
        """)
  }
}
