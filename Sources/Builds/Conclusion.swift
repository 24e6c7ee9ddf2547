import Foundation
import Images
import Planning
import Storage

/// What became of each image, once all jobs of a run have ended.
struct Conclusion {
  let jobs: [JobReport]
  let boots: BootRecords
  let images: ImageRepository
  let delivery: ImageDelivery
  /// Whether boot tests were wanted.
  let isBootTested: Bool

  func result(of image: PlannedImage) -> BuildReport.Image {
    let own = jobs.first { $0.name == image.jobName }
    let seconds = jobs.filter { $0.appliance == image.appliance.name && $0.name.kind != .check }
      .reduce(0) { $0 + $1.seconds }
    var result = BuildReport.Image(
      name: image.appliance.name, version: image.appliance.version, outcome: own?.outcome ?? .reused,
      seconds: seconds)
    guard result.outcome.isGood else { return failed(image, own, result) }
    let manifest = images.build(of: image)
    result.build = manifest?.id
    result.path = manifest.map(delivery.path)
    if isBootTested { result.boot = bootResult(image, jobs.first { $0.name == image.bootTestName }) }
    return result
  }

  /// The failure itself says more than what follows from it.
  private func failed(
    _ image: PlannedImage, _ own: JobReport?, _ result: BuildReport.Image
  ) -> BuildReport.Image {
    let keys = Set(image.layers)
    let cause = jobs.first {
      $0.outcome == .failed && keys.contains($0.name.key) && $0.appliance == result.name
    }
    var result = result
    result.outcome = cause?.outcome ?? result.outcome
    result.error = cause?.error ?? own?.error
    return result
  }

  /// How an image has booted, now or before.
  private func bootResult(_ image: PlannedImage, _ job: JobReport?) -> BootResult? {
    if let result = job?.boot { return result }
    let now = Date.now.ISO8601Format()
    guard image.canBeBootTested else {
      return BootResult(outcome: .unchecked, when: now, message: "not checked: no serial console")
    }
    if let job, let error = job.error {
      return BootResult(outcome: job.outcome == .failed ? .failed : .unchecked, when: now, message: error)
    }
    return images.build(of: image).flatMap { boots.result(of: $0.descriptor) }
  }
}
