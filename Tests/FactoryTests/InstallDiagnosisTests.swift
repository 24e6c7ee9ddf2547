import AnswerFiles
import Testing

@testable import Failures
@testable import Roots

/// Verdicts over time, with a clock of the test's own; limits as under KVM unless said.
struct InstallDiagnosisTests {
  private static let limits = InstallLimits(
    answers: .seconds(100), silence: .seconds(600), whole: .seconds(3600))

  /// What happens from one look, every 5 s, to the next.
  struct Course: Sendable {
    var phase: Phase? = .started
    var isFetched = true
    var moving: Set<PhaseBudget.Sign> = []
    var isBusy = false
    var known: KnownText?
    var failure: String?
  }

  private static let error = KnownText(
    cause: .mirrorUnreachable, advice: nil, isLast: false, quotation: "!! ERROR: Bad archive mirror",
    line: nil,
    context: [])
  private static let prompt = KnownText(
    cause: .asksQuestion, advice: nil, isLast: true, quotation: "[Press enter to continue]", line: nil,
    context: [])

  /// The verdict on a course that lasts, and after how many seconds it comes; nil: not within two hours.
  @Test(
    arguments: [
      (
        Course(phase: nil, isFetched: false, moving: [.serial], isBusy: true),
        .answersNeverFetched(.seconds(100)), 105
      ),
      (Course(phase: nil, isBusy: true), .silent(.seconds(600)), 605),
      (Course(phase: nil), .silent(.seconds(300)), 305),
      // Idle altogether: sooner.
      (Course(), .waits(.seconds(300)), 310),
      (Course(isBusy: true), .stuck(phase: "started", .seconds(600)), 610),
      // Slow is not stuck: as long as something moves that should.
      (
        Course(phase: .bootstrapping, moving: [.diskWritten]),
        .phaseTooLong(phase: "bootstrapping", .seconds(2880)), 2890
      ),
      (
        Course(phase: .bootstrapping, moving: [.network]),
        .phaseTooLong(phase: "bootstrapping", .seconds(2880)), 2890
      ),
      (
        Course(phase: .configuring, moving: [.diskRead]), .phaseTooLong(phase: "configuring", .seconds(2880)),
        2890
      ),
      // Reading partition tables over and over is none, nor is a console that prints dots.
      (Course(phase: .partitioning, moving: [.diskRead]), .stuck(phase: "partitioning", .seconds(600)), 610),
      (Course(phase: .bootstrapping, moving: [.serial]), .stuck(phase: "bootstrapping", .seconds(600)), 610),
      (Course(phase: .finished, moving: [.network]), .phaseTooLong(phase: "finished", .seconds(360)), 370),
      (Course(moving: [.serial], known: error), .saidSo(error), 10),
      (Course(moving: [.serial], known: prompt), .saidSo(prompt), 10),
      (Course(failure: "no space"), .phaseFailed("no space"), 5),
    ] as [(Course, InstallFailure.Cause, Int)])
  func aCourseEndsInAVerdict(course: Course, cause: InstallFailure.Cause, seconds: Int) {
    var diagnosis = InstallDiagnosis(limits: Self.limits)
    let end = Self.follow(course, &diagnosis, from: 0, to: 7200)
    #expect(end?.cause == cause)
    #expect(end?.seconds == seconds)
  }

  private static func follow(
    _ course: Course, _ diagnosis: inout InstallDiagnosis, from start: Int, to end: Int
  ) -> (cause: InstallFailure.Cause, seconds: Int)? {
    for seconds in stride(from: start + 5, through: end, by: 5) {
      var vitals = diagnosis.last
      if course.moving.contains(.serial) { vitals.serial += 10 }
      if course.moving.contains(.diskRead) { vitals.read += 4096 }
      if course.moving.contains(.diskWritten) { vitals.written += 4096 }
      vitals.network = course.moving.contains(.network) ? [Int64(seconds)] : vitals.network
      if course.moving.contains(.screen) { vitals.pictures += 1 }
      vitals.processor += course.isBusy ? .seconds(4) : .milliseconds(250)
      let seen = InstallProgress.Snapshot(
        answersFetched: course.isFetched, phase: course.phase, failure: course.failure,
        finished: course.phase == .finished, requests: vitals.requests)
      let look = InstallDiagnosis.Look(seen: seen, vitals: vitals, known: course.known)
      if let cause = diagnosis.verdict(on: look, at: .seconds(seconds)) { return (cause, seconds) }
    }
    return nil
  }

  /// A course of a healthy install under emulation, with pauses: each part in seconds.
  @Test func aSlowInstallGetsNoFalseAlarm() {
    var diagnosis = InstallDiagnosis(limits: InstallLimits.standard.scaled(by: 10))
    let parts: [(Course, Int)] = [
      (Course(phase: nil, isFetched: false, moving: [.serial], isBusy: true), 200),
      // Waiting for a link-local address.
      (Course(phase: nil, isFetched: false), 60), (Course(moving: [.serial, .network], isBusy: true), 300),
      (Course(phase: .partitioning, moving: [.diskWritten], isBusy: true), 300),
      // mke2fs, then a module that takes the processor and nothing else.
      (Course(phase: .partitioning, isBusy: true), 900),
      (Course(phase: .bootstrapping, moving: [.network]), 1200),
      (Course(phase: .bootstrapping, isBusy: true), 2400),
      // A mirror that keeps the guest waiting.
      (Course(phase: .configuring), 280), (Course(phase: .configuring, moving: [.network]), 10),
      (Course(phase: .configuring, moving: [.diskWritten], isBusy: true), 6000),
      (Course(phase: .finishing, isBusy: true), 1000), (Course(phase: .finished, moving: [.diskWritten]), 30),
    ]
    var time = 0
    for (course, seconds) in parts {
      let end = Self.follow(course, &diagnosis, from: time, to: time + seconds)
      #expect(end == nil, "\(String(describing: end))")
      time += seconds
    }
  }

  @Test func aGuestThatHangsWhileItBootsIsKnownBeforeItsTimeIsOver() {
    var diagnosis = InstallDiagnosis(limits: InstallLimits.standard.scaled(by: 10))
    let boots = Course(phase: nil, isFetched: false, moving: [.serial], isBusy: true)
    #expect(Self.follow(boots, &diagnosis, from: 0, to: 100) == nil)
    let end = Self.follow(Course(phase: nil, isFetched: false, isBusy: true), &diagnosis, from: 100, to: 1300)
    #expect(end?.cause == .hung(.seconds(600)))
    #expect(end?.seconds == 705)
    // One that waits, and does something now and then, does not hang.
    var other = InstallDiagnosis(limits: InstallLimits.standard.scaled(by: 10))
    for start in stride(from: 0, to: 1200, by: 100) {
      let waits = Course(phase: nil, isFetched: false)
      #expect(Self.follow(waits, &other, from: start, to: start + 95) == nil)
      #expect(
        Self.follow(
          Course(phase: nil, isFetched: false, isBusy: true), &other, from: start + 95, to: start + 100)
          == nil)
    }
  }

  @Test func theWholeIsLimitedToo() {
    var diagnosis = InstallDiagnosis(limits: Self.limits)
    var end: (cause: InstallFailure.Cause, seconds: Int)?
    for (index, phase) in [Phase.started, .partitioning, .bootstrapping, .configuring].enumerated() {
      let course = Course(phase: phase, moving: [.diskWritten])
      end = Self.follow(course, &diagnosis, from: index * 1000, to: (index + 1) * 1000)
    }
    #expect(end?.cause == .tooLong(.seconds(3600)))
  }

  @Test func aPromptThatIsAnsweredIsForgotten() {
    var diagnosis = InstallDiagnosis(limits: InstallLimits.standard.scaled(by: 10))
    for start in stride(from: 0, to: 200, by: 40) {
      let asks = Course(moving: [.serial], known: Self.prompt)
      #expect(Self.follow(asks, &diagnosis, from: start, to: start + 30) == nil)
      #expect(Self.follow(Course(moving: [.serial]), &diagnosis, from: start + 30, to: start + 40) == nil)
    }
  }

  @Test func limitsScale() {
    #expect(Self.limits.scaled(by: 10).silence == .seconds(6000))
    #expect(Self.limits.scaled(by: 10).standstill == .seconds(300), "an idle guest is no slower")
  }
}
