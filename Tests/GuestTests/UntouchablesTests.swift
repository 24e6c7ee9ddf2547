import Testing

@testable import Guest

struct UntouchablesTests {
  private static let untouchables = Untouchables(
    placed: ["/var/log/app/README", "/var/tmp/models/", "/srv/./x//y"], mounts: ["/", "/var", "/var/log"],
    foreign: ["/tmp/bind"])

  @Test(arguments: [
    ("/var/log/app/README", Untouchables.Verdict.kept), ("/var/log/app", .partly), ("/var/log/app/x", .free),
    ("/var/tmp/models", .partly), ("/var/tmp/models/scratch", .free), ("/var/tmp", .partly),
    ("/srv/x/y", .kept), ("/srv", .partly),
    // A file system of the system's own is cleaned, and its mount point stays.
    ("/var/log", .partly), ("/var/log/journal", .free),
    ("/tmp/bind", .kept), ("/tmp/bind/below/it", .kept), ("/tmp", .partly), ("/tmp/binder", .free),
  ])
  func whatMayBeDone(path: String, verdict: Untouchables.Verdict) {
    #expect(Self.untouchables.verdict(on: path) == verdict)
  }

  @Test func onlyWhatRecipesPlacedIsSaidToBeKept() {
    #expect(Self.untouchables.isPlaced("/srv/x/y"))
    #expect(Self.untouchables.isPlaced("//srv/x/y"))
    let owned = Untouchables(placed: [], owned: ["/var/log/app/shipped"])
    #expect(
      owned.verdict(on: "/var/log/app/shipped") == .kept && owned.verdict(on: "/var/log/app") == .partly)
    #expect(!owned.isPlaced("/var/log/app/shipped"))
    #expect(!Self.untouchables.isPlaced("/tmp/bind"))
  }
}
