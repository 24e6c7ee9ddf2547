import Recipes
import Testing

@testable import AnswerFiles

@Suite struct KickstartVersionTests {
  @Test(arguments: [
    ("rocky", "9.6", "RHEL9"), ("almalinux", "10.2", "RHEL10"), ("centos-stream", "10", "RHEL10"),
    ("centos", "7.9", "RHEL7"), ("scientific", "7.9", "RHEL7"), ("fedora", "44", "F44"),
    ("rocky", "6.10", nil), ("rocky", "11", nil), ("fedora", "12", nil), ("rocky", "nine", nil),
  ]) func followsFromTheRelease(_ distribution: String, _ release: String, _ name: String?) {
    let system = OperatingSystem(
      distribution: distribution, release: release, codename: "", architecture: "x86_64")
    #expect(KickstartVersion(system)?.name == name)
  }

  @Test func anUnknownReleaseIsRefused() {
    #expect(
      problems(rocky("6.10")) == [
        "kickstart is known for RHEL 7 to 10, what is made from them, and Fedora from 41 on, not for rocky 6.10"
      ])
  }
}
