import Machine
import Testing

struct GuestBaselineTests {
  @Test(
    arguments: [
      ("debian", "13", .oldest), ("ubuntu", "24.04", .oldest), ("fedora", "44", .oldest),
      ("centos", "7", .oldest), ("rocky", "8.10", .oldest), ("rocky", "9.6", .recent),
      ("almalinux", "10", .recent), ("centos", "10", .recent),
    ] as [(String, String, MachineConfiguration.Baseline)])
  func onlySystemsForNewerProcessorsNeedOne(
    distribution: String, release: String, expected: MachineConfiguration.Baseline
  ) {
    #expect(MachineConfiguration.Baseline(distribution: distribution, release: release) == expected)
  }
}
