import Planning
import Testing

struct CapacityTests {
  /// Jobs, processors, chains, and what a guest gets.
  @Test(arguments: [
    (1, 2, 8, 2), (2, 2, 8, 1), (2, 2, 1, 2), (8, 2, 8, 1), (4, 8, 8, 2), (2, 16, 2, 2), (1, 1, 1, 1),
    (2, 2, 0, 2),
  ])
  func aGuestHasItsShareOfTheProcessors(jobs: Int, cpus: Int, chains: Int, expected: Int) {
    let capacity = Capacity(jobs: jobs, cpus: cpus, memory: 1 << 30)
    #expect(capacity.guestProcessors(amongChains: chains) == expected)
  }
}
