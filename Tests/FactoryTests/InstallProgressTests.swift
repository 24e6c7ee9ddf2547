import Testing

@testable import Factory

struct InstallProgressTests {
  private static let limits = InstallLimits(
    answers: .seconds(10), silence: .seconds(60), whole: .seconds(600))

  /// The verdict after a time, in seconds, for a guest that fetched its answers, and gave its last sign, when it did.
  @Test(
    arguments: [
      (fetched: false, sign: 0, now: 9, expected: nil),
      (false, 0, 11, InstallFailure.Cause.answersNeverFetched(.seconds(10))),
      (true, 11, 60, nil),
      (true, 11, 72, .silent(.seconds(60))),
      (true, 590, 599, nil),
      (true, 600, 601, .tooLong(.seconds(600))),
    ] as [(fetched: Bool, sign: Int, now: Int, expected: InstallFailure.Cause?)])
  func aLimitEndsTheWait(fetched: Bool, sign: Int, now: Int, expected: InstallFailure.Cause?) {
    let start = ContinuousClock.now
    let snapshot = InstallProgress.Snapshot(answersFetched: fetched, lastSign: start + .seconds(sign))
    #expect(snapshot.verdict(limits: Self.limits, started: start, now: start + .seconds(now)) == expected)
  }

  @Test func aFailedPhaseEndsTheWaitAtOnce() {
    let progress = InstallProgress()
    progress.saw(.failed, message: "no space left on device")
    let verdict = progress.snapshot.verdict(limits: Self.limits, started: .now, now: .now)
    #expect(verdict?.text == "the installer reported: no space left on device")
  }

  @Test func limitsScale() {
    #expect(Self.limits.scaled(by: 10).silence == .seconds(600))
  }
}
