import Images
import Jobs
import Planning
import Storage

/// Looks into a sealed image, and attaches what it finds to its build.
public struct InspectStep: Sendable {
  private let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// - Throws: what kept it from being read, or what was found in it that must not be there.
  public func run(_ task: InspectTask, for job: Job) async throws -> Completion? {
    let images = context.store.images
    let build = try await BuildInUse(task.image, in: images, toBe: "inspected")
    defer { withExtendedLifetime(build) {} }
    let manifest = build.manifest
    let start = ContinuousClock.now
    let log = try await context.log(of: job)
    let source = ImageSource(manifest, in: images)
    try await ResidueInspection(context: context, image: task.image, manifest: manifest, log: log).run(source)
    try await BillOfMaterialsInspection(context: context, manifest: manifest, log: log).run(source)
    return Completion(seconds: start.duration(to: .now).inSeconds, build: manifest.id)
  }
}
