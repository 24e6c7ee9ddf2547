import Recipes
import Testing

@testable import AnswerFiles

@Suite struct KickstartFactsTests {
  private static func facts(_ release: String, _ distribution: String = "rocky") throws -> KickstartFacts {
    let system = OperatingSystem(
      distribution: distribution, release: release, codename: "", architecture: "x86_64")
    return KickstartFacts.of(try #require(KickstartVersion(system)))
  }

  @Test func tellsReleasesApart() throws {
    #expect(try Self.facts("8.10").grammar(of: "install")?.standing == .ignored)
    #expect(try Self.facts("9.6").grammar(of: "install")?.standing == .removed)
    #expect(try Self.facts("7.9").grammar(of: "sshkey") == nil)
    #expect(try Self.facts("9.6").grammar(of: "sshkey")?.standing == .taken)
    #expect(try Self.facts("9.6").grammar(of: "part")?.excludes == ["autopart", "mount"])
    #expect(try Self.facts("9.6").grammar(of: "auth")?.isRaw == true)
  }

  @Test func anOptionHasNamesAndAKind() throws {
    let bootloader = try #require(try Self.facts("9.6").grammar(of: "bootloader"))
    #expect(bootloader.option("--timeout")?.kind == .integer)
    #expect(
      bootloader.option("--location")?.kind == .one(of: ["mbr", "partition", "none", "boot"], anyCase: false))
    let script = try #require(try Self.facts("9.6").grammar(of: "%post"))
    #expect(script.option("--logfile")?.name == "--log")
    #expect(try Self.facts("9.6").grammar(of: "user")?.option("--name")?.isRequired == true)
  }

  @Test func aNewerFedoraIsReadLikeTheNewestKnown() throws {
    let newest = try Self.facts("46", "fedora")
    #expect(try Self.facts("60", "fedora").grammar(of: "stratispool") == newest.grammar(of: "stratispool"))
    #expect(newest.grammar(of: "stratispool") != nil)
  }
}
