import Foundation
import Subprocess
import Testing

/// What Kiln does with a distribution that is no part of it.
struct OwnDistributionTests {
  private let own: OwnDistribution

  init() throws {
    own = try OwnDistribution()
    try own.program.write("mine/web.yaml", "name: web\nparent: acme\nversion: 0.1.0\n")
  }

  @Test func itIsPlannedLikeAShippedOne() async throws {
    let plan = try await own.run("plan", "web", "--format", "json").plan()
    #expect(plan.layers.map(\.recipe) == ["acme-9", "acme-9"])
    #expect(plan.images.map(\.name) == ["web"])
  }

  @Test func itIsRenderedWithItsOwnAnswers() async throws {
    let result = try await own.run("answers", "acme-9", "--origins")
    #expect(result.status == .exited(0), "\(result.messages)")
    #expect(result.output.contains("mine/answers/own.preseed:2:1"))
    #expect(result.output.contains("d-i debian-installer/language string en"))
  }

  @Test func nothingIsWrongWithIt() async throws {
    #expect(try await own.run("check").output == "2 recipes checked, nothing wrong\n")
  }

  @Test func whatIsDroppedIsWarnedOf() async throws {
    try own.program.write("mine/answers/own.preseed", "d-i time/zone string Mars/Base\n")
    let warning =
      "mine/answers/own.preseed:1:1: warning: 'time/zone' is dropped: the default UTC takes its place; to keep it, set install.timezone: Mars/Base\n"
    let check = try await own.run("check")
    #expect(check.output == warning + "2 recipes checked, nothing wrong, 1 warning\n")
    #expect(check.status == .exited(0))
    #expect(try await own.run("answers", "web").messages == warning)
  }

  @Test func whatCannotBePlannedIsLeftOutOfAllAndTold() async throws {
    try own.program.write("mine/stall.yaml", "name: stall\nparent: acme-9\npakages: [hello]\n")
    let result = try await own.run("plan", "--all", "--format", "json")
    #expect(try result.plan().images.map(\.name).contains("acme-9"))
    #expect(
      result.messages.contains("warning: mine/stall.yaml:3:1: unknown key 'pakages'"), "\(result.messages)")
    #expect(result.status == .exited(3))
  }

  @Test func itsNameMayBeShort() async throws {
    try own.add("acme-10", "10.0")
    for (name, expected) in [("acme", "acme-10"), ("acme-9.6", "acme-9")] {
      #expect(try await own.run("plan", name, "--format", "json").plan().images.map(\.name) == [expected])
    }
  }

  @Test(arguments: [
    ("acme-9.99", "'acme' has no release 9.99; there are 8.10, 9.6\n"),
    (
      "acme-9..1",
      "'9..1' is no version of 'acme'; a version is numbers with single dots between them, such as 9 or 9.6 (did you mean 'acme-9'?)\n"
    ),
    ("amce-9", "no recipe named 'amce-9' (did you mean 'acme-9'?)\n"),
  ])
  func aNameThatFitsNoneIsToldApart(name: String, message: String) async throws {
    try own.add("acme-8", "8.10")
    let result = try await own.run("plan", name)
    #expect(result.messages == message)
    #expect(result.status == .exited(3))
  }

  @Test func theEndOfLifeIsListed() async throws {
    try own.add("acme-8", "8.10", endOfLife: "2001-12-31")
    try own.add("acme-10", "10.0", endOfLife: "9999-12-31")
    let table = try await own.run("distributions")
    #expect(
      table.output == """
        NAME     RELEASE  FAMILY            MEDIA  END OF LIFE
        acme-8   8.10     debian-installer  ISO    2001-12-31, passed
        acme-9   9.6      debian-installer  ISO    unknown
        acme-10  10.0     debian-installer  ISO    9999-12-31

        """)
    let tree = try await own.run("list")
    #expect(
      tree.output == """
        RECIPE   WHOSE  FILE               NOTE
        acme-10  yours  mine/acme-10.yaml
          web    yours  mine/web.yaml
        acme-8   yours  mine/acme-8.yaml   end of life passed: 2001-12-31
        acme-9   yours  mine/acme-9.yaml

        """)
  }

  @Test func aBrokenOneDoesNotHideTheOthers() async throws {
    try own.program.write("mine/acme-7.yaml", "name: acme-7\nos: {distribution: acme}\n")
    let result = try await own.run("distributions", "--format", "json")
    #expect(result.status == .exited(3))
    #expect(result.messages.contains("mine/acme-7.yaml:1:1: a recipe without 'parent' is a distribution"))
    #expect(result.output.contains("\"name\" : \"acme-9\""))
  }
}
