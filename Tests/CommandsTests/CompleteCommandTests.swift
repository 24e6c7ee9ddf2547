import Foundation
import Testing

@Suite struct CompleteCommandTests {
  /// What a shell would run must not come out of a folder that somebody else has written.
  @Test func namesThatNoRecipeMayHaveAreNotOffered() async throws {
    let program = try Program()
    try program.write("shop.yaml", "name: shop\nparent: web\nversion: 0.1.0\n")
    try program.write("trap.yaml", "name: \"sh$(touch trapped)\"\nparent: web\nversion: 0.1.0\n")
    let result = try await program.run(["complete", "--", "plan", "sh"])
    #expect(result.output == "shop\tyours\n:none\n")
  }
}
