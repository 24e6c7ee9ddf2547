import Foundation
import Provisioners
import Recipes
import Testing

@testable import Provisioning

struct ScriptCommandTests {
  /// A recipe may want a proxy of its own, or none.
  @Test func aScriptsOwnEnvironmentComesBeforeTheProxy() async throws {
    let place = try await Workplace.withChain()
    let recipe = try String(contentsOfFile: "\(place.folder.path)/recipes/web.yaml", encoding: .utf8)
    try place.write(
      "web.yaml",
      recipe.replacing("GREETING: hello", with: "GREETING: hello, http_proxy: \"\"")
        + "\ninstall: {proxy: \"http://proxy.example.org:3128\"}\n")
    let appliance = try place.plan("web").images[0].appliance
    let step = try #require(appliance.chain.last?.steps.last)
    let script = try #require(step.action as? ScriptStep)
    let command = try script.command(for: appliance, secrets: [:])
    #expect(
      command.environment == [
        "GREETING": "hello", "http_proxy": "", "https_proxy": "http://proxy.example.org:3128",
      ])
  }
}
