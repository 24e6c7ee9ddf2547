import Foundation
import Images
import Jobs
import Planning
import Provisioning
import Roots
import Storage

/// Makes one layer: in its work folder, under its lock, and visible only when it is whole.
struct LayerBuild: Sendable {
  let context: BuildContext

  /// - Returns: nil when another process has made the layer meanwhile.
  func run(_ layer: PlannedLayer, for job: Job) async throws -> Completion? {
    let store = context.store
    let wait = { context.events(.waiting(job.name, holder: $0)) }
    guard let draft = try await store.layers.begin(layer.key, onWait: wait) else { return nil }
    do {
      let log = try await context.log(of: job)
      let start = ContinuousClock.now
      var facts = try await work(on: layer, for: job, in: draft.folder, log)
      facts.seconds = start.duration(to: .now).inSeconds
      try await store.layers.publish(
        draft, StoredLayer(record: layer.record, parent: layer.parent, facts: facts))
      try store.history.rememberRefresh(of: layer)
      try? store.layers.forgetFailure(of: layer.name)
      return Completion(seconds: facts.seconds)
    } catch {
      let cause = FullFileSystem(paths: [store.root]).explained(error)
      let error = await keep(draft.folder, of: layer, cause)
      draft.folder.discard()
      throw error
    }
  }

  /// Keeps a failed build if that is wanted; where it cannot be, its own error still counts.
  private func keep(_ folder: WorkFolder, of layer: PlannedLayer, _ error: any Error) async -> any Error {
    guard context.settings.keepsFailed, !(error is CancellationError), !Task.isCancelled else { return error }
    let kept = try? await context.store.layers.keep(
      folder, KeptFailure.Record(layer: layer.record, parent: layer.parent, message: "\(error)"))
    return kept.map { KeptError(failure: $0, cause: error) } ?? error
  }

  private func work(
    on layer: PlannedLayer, for job: Job, in folder: WorkFolder, _ log: JobLog
  ) async throws -> LayerFacts {
    let job = LayerJob(
      context: context, name: job.name, image: job.image, layer: layer, folder: folder, log: log)
    switch layer.work {
    case .install: return try await RootStep(job: job).run()
    case .provision(let provision):
      return try await ProvisionStep(job: job, steps: provision.steps, parent: provision.parent).run()
    }
  }
}
