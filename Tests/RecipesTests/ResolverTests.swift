import Recipes
import Testing
import YAML

@Suite struct ResolverTests {
  @Test func distributionResolves() throws {
    let tree = try RecipeTree()
    let appliance = try tree.resolver().resolve("debian-13").get()
    #expect(tree.library().diagnostics.isEmpty)
    #expect(appliance.title == "Debian 13 (trixie)")
    #expect(appliance.install.hostname == Sourced("localhost", from: .standard))
    #expect(appliance.hardware.memory == 1 << 30)
  }
}
