import Testing

@testable import Guest

struct KeptPathsTests {
  private static let keptPaths = KeptPaths(
    placed: ["/var/log/app/README", "/var/tmp/models/", "/srv/./x//y"], mounts: ["/", "/var", "/var/log"],
    foreign: ["/tmp/bind"])

  @Test(arguments: [
    ("/var/log/app/README", KeptPaths.Verdict.kept), ("/var/log/app", .partly), ("/var/log/app/x", .free),
    ("/var/tmp/models", .partly), ("/var/tmp/models/scratch", .free), ("/var/tmp", .partly),
    ("/srv/x/y", .kept), ("/srv", .partly),
    // A file system of the system's own is cleaned, and its mount point stays.
    ("/var/log", .partly), ("/var/log/journal", .free),
    ("/tmp/bind", .kept), ("/tmp/bind/below/it", .kept), ("/tmp", .partly), ("/tmp/binder", .free),
  ])
  func whatMayBeDone(path: String, verdict: KeptPaths.Verdict) {
    #expect(Self.keptPaths.verdict(on: path) == verdict)
  }

  @Test func onlyWhatRecipesPlacedIsSaidToBeKept() {
    #expect(Self.keptPaths.isPlaced("/srv/x/y"))
    #expect(Self.keptPaths.isPlaced("//srv/x/y"))
    let owned = KeptPaths(placed: [], owned: ["/var/log/app/shipped"])
    #expect(
      owned.verdict(on: "/var/log/app/shipped") == .kept && owned.verdict(on: "/var/log/app") == .partly)
    #expect(!owned.isPlaced("/var/log/app/shipped"))
    #expect(!Self.keptPaths.isPlaced("/tmp/bind"))
  }
}
