import Testing

@testable import Planning

struct ForecastTests {
  private typealias Entry = Schedule<Int>.Entry

  /// Trees of recipes as a large site has them: a few roots that take long, chains of one to eight below them. The numbers
  /// follow from the seed alone.
  private func forest(_ count: Int) -> [Entry] {
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return (0..<count).map { index in
      let isRoot = index < 24 || index % 200 == 0
      let needs = isRoot ? [] : [index % 8 == 0 ? random(24) : index - 1]
      return Entry(
        id: index, needs: needs, demand: Demand(memory: 1),
        seconds: isRoot ? 600 + Double(random(600)) : 5 + Double(random(120)))
    }
  }

  @Test(arguments: [1, 8, 64, 512])
  func tenThousandJobsEndSoonAfterTheyCan(workers: Int) {
    let forecast = Forecast(
      forest(10_000), capacity: Capacity(jobs: workers, cpus: workers, memory: .max))
    let bound = max(forecast.work / Double(workers), forecast.longestPath)
    #expect(forecast.seconds >= bound - 0.001)
    #expect(forecast.seconds <= 1.1 * bound)
  }

  @Test func aChainTakesAsLongAsItsLinks() {
    let chain = (0..<4).map { Entry(id: $0, needs: [$0 - 1], demand: Demand(memory: 1), seconds: 10) }
    let forecast = Forecast(chain, capacity: Capacity(jobs: 8, cpus: 8, memory: 8))
    #expect(forecast.seconds == 40)
    #expect(forecast.longestPath == 40)
    #expect(Forecast([Entry](), capacity: Capacity(jobs: 1, cpus: 1, memory: 1)).seconds == 0)
  }

  /// A chain shares one appliance; a second child of its first link needs one of its own.
  @Test(arguments: [(1, 73.0), (2, 49.0)])
  func whatGoesOnInASharedApplianceTakesLess(workers: Int, seconds: Double) {
    let chain = (0..<4).map { index in
      Entry(
        id: index, needs: [index - 1], demand: Demand(memory: 1), seconds: 25,
        continues: index == 0 ? nil : index - 1, secondsContinued: 8)
    }
    let other = Entry(
      id: 4, needs: [0], demand: Demand(memory: 1), seconds: 24, continues: 0, secondsContinued: 7)
    let forecast = Forecast(
      chain + [other], capacity: Capacity(jobs: workers, cpus: workers, memory: .max))
    #expect(forecast.seconds == seconds)
    #expect(forecast.work == 25 + 3 * 8 + 24)
    #expect(forecast.longestPath == 25 + 3 * 8)
  }
}
