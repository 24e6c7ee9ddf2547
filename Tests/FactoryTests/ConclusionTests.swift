import Failures
import Planning
import Testing

@testable import Builds
@testable import Storage

/// What becomes of an image whose files are there.
struct ConclusionTests {
  private let place = Workplace()
  private let image: PlannedImage

  init() throws {
    try place.writeFamily()
    image = try place.plan("web").images[0]
  }

  private func result(_ name: JobName, _ outcome: JobOutcome) -> BuildReport.Image {
    let failure = FailureRecord(
      subject: .init(kind: .image, name: "web"), appliance: "web", when: "2026-11-22T02:00:30Z",
      cause: .residueFound, message: "a key was left", evidence: [], advice: "remove it", files: [])
    let jobs = [
      JobReport(name: image.jobName, appliance: "web", outcome: .built),
      JobReport(
        name: name, appliance: "web", outcome: outcome, failure: outcome.isGood ? nil : failure),
    ]
    return Conclusion(
      jobs: jobs, boots: BootRecords(), images: place.store.images,
      delivery: ImageDelivery(place.store.images, to: place.output), isBootTested: false
    ).result(of: image)
  }

  @Test(
    "an image that was not looked into, or not signed, is not there",
    arguments: [JobOutcome.failed, .skipped])
  func whatIsWantingIsTold(outcome: JobOutcome) {
    for name in [image.inspectionName, image.attestationName] {
      let found = result(name, outcome)
      #expect(found.outcome == outcome && found.failure?.message == "a key was left", "\(name)")
      #expect(!BuildReport(images: [found]).isComplete)
    }
  }

  @Test func whatWentWellChangesNothing() {
    let found = result(image.inspectionName, .built)
    #expect(found.outcome == .built && found.failure == nil)
    #expect(BuildReport(images: [found]).isComplete)
  }

  /// Of another image of the run.
  @Test func othersDoNotMatter() throws {
    let other = try place.plan("wiki").images[0]
    #expect(result(other.inspectionName, .failed).outcome == .built)
  }
}
