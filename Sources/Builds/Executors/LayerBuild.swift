import Foundation
import Images
import Jobs
import Planning
import Provisioning
import Roots
import Storage

/// Makes one layer: in its work folder, under its lock, and visible only when it is whole.
struct LayerBuild: Sendable {
  /// A session that has just made a layer, and the draft of the next one of its lineage, whose disks it has by now.
  struct Shared: Sendable {
    let session: LineageSession
    let draft: LayerDraft

    /// Ends the appliance; the next layer is not made in it.
    func abandon() async {
      await session.abandon()
      draft.folder.discard()
    }
  }

  let context: BuildContext

  /// - Parameters:
  ///   - shared: what the layer that this one stands on has left; nil begins anew.
  ///   - next: the layer that is made next, on this one.
  /// - Returns: nil when another process has made the layer meanwhile; and what the next layer goes on with.
  func run(
    _ layer: PlannedLayer, for job: Job, in shared: Shared?, before next: PlannedLayer?
  ) async throws -> (completion: Completion?, shared: Shared?) {
    let store = context.store
    let wait = { context.events(.waiting(job.name, holder: $0)) }
    var found = shared?.draft
    if found == nil { found = try await store.layers.begin(layer.key, onWait: wait) }
    guard let draft = found else { return (nil, nil) }
    var following: Shared?
    do {
      let start = ContinuousClock.now
      var made = try await work(
        on: layer, for: job, in: draft.folder, shared?.session, isFollowed: next != nil)
      following = try await goOn(from: layer, of: job, in: made.session, to: next)
      made.facts.seconds = start.duration(to: .now).inSeconds
      try await store.layers.publish(
        draft, StoredLayer(record: layer.record, parent: layer.parent, facts: made.facts))
      try store.history.rememberRefresh(of: layer)
      try? store.layers.forgetFailure(of: layer.name)
      return (Completion(seconds: made.facts.seconds), following)
    } catch {
      await following?.abandon()
      let cause = FullFileSystem(paths: [store.root]).explained(error)
      let error = await keep(draft.folder, of: layer, cause)
      draft.folder.discard()
      throw error
    }
  }

  /// Completes a layer's disks; the session goes on where the next layer can be made in it at once.
  private func goOn(
    from layer: PlannedLayer, of job: Job, in session: LineageSession?, to next: PlannedLayer?
  ) async throws -> Shared? {
    guard let session else { return nil }
    let (layers, isOffline) = (context.store.layers, context.settings.isOffline)
    if let next, next.parent == layer.key, await session.suits(next, isOffline: isOffline),
      let draft = try? await layers.beginIfFree(next.key)
    {
      let shared = Shared(session: session, draft: draft)
      do {
        try await session.branch(from: layer.key, of: job.image.appliance, to: draft.folder, in: layers)
        return shared
      } catch {
        if error is CancellationError || Task.isCancelled {
          await shared.abandon()
          throw error
        }
        // The layer is complete, whatever keeps the next one from its appliance: that one gets another.
        draft.folder.discard()
      }
    }
    try await session.close()
    return nil
  }

  /// Keeps a failed build if that is wanted; where it cannot be, its own error still counts.
  private func keep(_ folder: WorkFolder, of layer: PlannedLayer, _ error: any Error) async -> any Error {
    guard context.settings.keepsFailed, !(error is CancellationError), !Task.isCancelled else { return error }
    let kept = try? await context.store.layers.keep(
      folder, KeptFailure.Record(layer: layer.record, parent: layer.parent, message: "\(error)"))
    return kept.map { KeptError(failure: $0, cause: error) } ?? error
  }

  private func work(
    on layer: PlannedLayer, for job: Job, in folder: WorkFolder, _ shared: LineageSession?, isFollowed: Bool
  ) async throws -> (facts: LayerFacts, session: LineageSession?) {
    // Not until the parent's is complete, which may be one of the same appliance's.
    let log = try await context.log(of: job)
    let job = LayerJob(
      context: context, name: job.name, image: job.image, layer: layer, folder: folder, log: log)
    switch layer.work {
    case .install: return (try await RootStep(job: job).run(), nil)
    case .provision(let provision):
      let step = ProvisionStep(job: job, steps: provision.steps, parent: provision.parent)
      let made = try await step.run(in: shared, isFollowed: isFollowed)
      return (made.facts, made.session)
    }
  }
}
