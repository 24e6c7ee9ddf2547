import Testing

@testable import Planning

struct ScheduleTests {
  private typealias Entry = Schedule<String>.Entry

  private func entry(
    _ id: String, _ needs: [String] = [], cpus: Int = 1, memory: UInt64 = 0, seconds: Double = 1
  ) -> Entry {
    Entry(id: id, needs: needs, demand: Demand(cpus: cpus, memory: memory), seconds: seconds)
  }

  private func capacity(_ jobs: Int, cpus: Int = 100, memory: UInt64 = 100) -> Capacity {
    Capacity(jobs: jobs, cpus: cpus, memory: memory)
  }

  @Test func theLongestWayGoesFirst() {
    let entries = [
      entry("short", seconds: 5), entry("root"), entry("leaf", ["root"], seconds: 6), entry("tiny"),
    ]
    var schedule = Schedule(entries, capacity: capacity(1))
    #expect(schedule.begin() == ["root"], "1 s, and 6 s wait for it")
    #expect(schedule.begin() == [], "there is room for one")
    schedule.finish("root")
    #expect(schedule.begin() == ["leaf"])
    schedule.finish("leaf")
    #expect(schedule.begin() == ["short"])
    schedule.finish("short")
    #expect(schedule.begin() == ["tiny"])
  }

  @Test func equalOnesGoInTheOrderAskedFor() {
    var schedule = Schedule(["a", "b", "c"].map { entry($0) }, capacity: capacity(2))
    #expect(schedule.begin() == ["a", "b"])
    schedule.finish("b")
    #expect(schedule.begin() == ["c"])
  }

  @Test(arguments: [
    (Capacity(jobs: 9, cpus: 2, memory: 200), ["wide"]),
    (Capacity(jobs: 9, cpus: 3, memory: 200), ["wide", "big"]),
    (Capacity(jobs: 9, cpus: 9, memory: 100), ["wide", "big"]),
    (Capacity(jobs: 9, cpus: 9, memory: 101), ["wide", "big", "small"]),
    (Capacity(jobs: 2, cpus: 9, memory: 200), ["wide", "big"]),
  ])
  func roomIsForJobsAndProcessorsAndMemory(capacity: Capacity, begun: [String]) {
    let entries = [
      entry("wide", cpus: 2, seconds: 3), entry("big", memory: 100, seconds: 2),
      entry("small", memory: 1, seconds: 1),
    ]
    var schedule = Schedule(entries, capacity: capacity)
    #expect(schedule.begin() == begun)
  }

  @Test func whatIsLargerThanTheHostRunsAlone() {
    let entries = [entry("huge", memory: 1_000, seconds: 9), entry("other", memory: 1)]
    var schedule = Schedule(entries, capacity: capacity(4))
    #expect(schedule.begin() == ["huge"])
    schedule.finish("huge")
    #expect(schedule.begin() == ["other"])
  }

  @Test func aFailureEndsOnlyWhatNeedsIt() {
    let entries = [
      entry("root"), entry("child", ["root"]), entry("grandchild", ["child"]),
      entry("both", ["other", "child"]),
      entry("other"),
    ]
    var schedule = Schedule(
      [entries[0], entries[1], entries[2], entries[4], entries[3]], capacity: capacity(4))
    #expect(schedule.begin() == ["root", "other"])
    #expect(Set(schedule.fail("root")) == ["child", "grandchild", "both"])
    schedule.finish("other")
    #expect(schedule.begin() == [])
    #expect(schedule.fail("root") == [], "a job ends once")
  }

  @Test func aClosedScheduleBeginsNothing() {
    var schedule = Schedule([entry("a"), entry("b"), entry("c", ["a"])], capacity: capacity(1))
    #expect(schedule.begin() == ["a"])
    #expect(schedule.close() == ["b", "c"])
    #expect(schedule.close() == [], "a job is skipped once")
    #expect(schedule.fail("a") == [])
    #expect(schedule.begin() == [])
  }

  @Test func whatIsNotInTheScheduleIsThereAlready() {
    var schedule = Schedule([entry("leaf", ["root"])], capacity: capacity(1))
    #expect(schedule.begin() == ["leaf"])
  }

  // MARK: Lineages

  /// `a`, on which `b` and `c` stand; `d` stands on `c`; `seal` waits for `a`.
  private func family() -> Schedule<String> {
    func layer(_ id: String, on parent: String? = nil, seconds: Double = 1) -> Entry {
      var entry = entry(id, parent.map { [$0] } ?? [], seconds: seconds)
      entry.continues = parent
      return entry
    }
    let entries = [
      layer("a"), layer("b", on: "a"), layer("c", on: "a"), layer("d", on: "c"),
      entry("seal", ["a"], seconds: 9),
    ]
    return Schedule(entries, capacity: capacity(1))
  }

  @Test func whatContinuesAJobTakesItsRoom() {
    var schedule = family()
    #expect(schedule.begin() == ["a"])
    #expect(schedule.lineage(of: "a") == ["a", "c", "d"], "the longest way")
    schedule.finish("a")
    #expect(schedule.begin() == [], "'seal' has a longer way, but 'c' goes on")
    schedule.finish("c")
    #expect(schedule.begin() == [])
    schedule.finish("d")
    #expect(schedule.begin() == ["seal"])
    schedule.finish("seal")
    #expect(schedule.begin() == ["b"])
    #expect(schedule.lineage(of: "b") == ["b"])
  }

  @Test func aFailureEndsALineage() {
    var schedule = family()
    _ = schedule.begin()
    _ = schedule.lineage(of: "a")
    schedule.finish("a")
    #expect(schedule.fail("c") == ["d"])
    #expect(schedule.begin() == ["seal"])
  }

  @Test func aLineageThatHasBegunGoesOnAfterTheScheduleIsClosed() {
    var schedule = family()
    _ = schedule.begin()
    _ = schedule.lineage(of: "a")
    #expect(schedule.close() == ["b", "seal"])
    schedule.finish("a")
    #expect(schedule.fail("c") == ["d"])
  }
}
