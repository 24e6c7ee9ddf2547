import Provisioners
import Recipes
import Testing

struct ServicesStepTests {
  private func step(_ services: String) throws -> ServicesStep {
    let steps = try RecipeReading().steps("provision: [{services: \(services)}]\n")
    return try #require(steps.first?.action as? ServicesStep)
  }

  @Test func aNameWithoutATypeIsAServices() throws {
    let step = try step("{enable: [nginx, ssh.socket, getty@tty2, org.example.web], mask: [tmp.mount]}")
    #expect(
      step.enable.map(\.value) == [
        "nginx.service", "ssh.socket", "getty@tty2.service", "org.example.web.service",
      ])
    #expect(step.disable.isEmpty)
    #expect(step.mask.map(\.value) == ["tmp.mount"])
  }

  @Test func whatItDoesIsSaid() throws {
    let step = try step("{mask: [c.timer], disable: [b], enable: [a, d]}")
    #expect(step.title == "services enable a.service d.service, disable b.service, mask c.timer")
    #expect(
      step.inputs(secrets: [:]).map { "\($0.name): \($0.value)" } == [
        "services enable: a.service d.service", "services disable: b.service", "services mask: c.timer",
      ])
    #expect(!step.needsNetwork && !step.fetchesPackages)
  }

  @Test(arguments: [
    ("{}", "base.yaml:6:24: 'services' names no unit under 'enable', 'disable' or 'mask'"),
    ("{enable: []}", "base.yaml:6:24: 'services' names no unit under 'enable', 'disable' or 'mask'"),
    ("nginx", "base.yaml:6:24: 'services' must be a mapping, found 'nginx'"),
    ("[nginx]", "base.yaml:6:24: 'services' must be a mapping, found a list"),
    ("{start: [nginx]}", "base.yaml:6:25: unknown key 'start'"),
    (
      "{enable: [\"a b\"]}",
      "base.yaml:6:34: an item of 'enable' must be the name of a systemd unit, such as nginx.service, found 'a b'"
    ),
    (
      "{enable: [--now]}",
      "base.yaml:6:34: an item of 'enable' must be the name of a systemd unit, such as nginx.service, found '--now'"
    ),
    (
      "{enable: [nginx], mask: [nginx.service]}",
      "base.yaml:6:49: 'nginx.service' under 'mask' is named before, at base.yaml:6:34"
    ),
    ("{disable: [a, a]}", "base.yaml:6:38: 'a.service' under 'disable' is named before, at base.yaml:6:35"),
  ])
  func whatIsWrongIsSaidWithItsPlace(services: String, expected: String) throws {
    let faults = try RecipeReading().faults("provision: [{services: \(services)}]\n")
    #expect(faults.contains(expected), "\(faults)")
  }
}
