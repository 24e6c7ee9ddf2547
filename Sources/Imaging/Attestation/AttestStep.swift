import Digests
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
    let build = try await BuildInUse(task.image, in: context.store.images, toBe: "signed")
    defer { withExtendedLifetime(build) {} }
    let manifest = build.manifest
    guard let settings = context.settings.signing else {
      throw BuildError(.hostFile, "\(task.image.stem) cannot be signed: nothing says where keys are")
    }
    let start = ContinuousClock.now
    let attestation = Attestation(store: context.store, settings: settings) { [context] text in
      context.events(.notice(text))
    }
    try await attestation.run(manifest, from: task.image.appliance)
    return Completion(seconds: start.duration(to: .now).inSeconds, build: manifest.id)
  }
}
