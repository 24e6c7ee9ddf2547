import Failures
import Foundation
import Images
import Imaging
import Jobs
import Planning
import Recipes
import Storage

/// Does jobs in this process.
public struct LocalExecutor: Executor {
  /// What is used of it stays in use as long as this is there.
  private let store: Store
  private let host: BuildHost
  /// The values of secrets.
  private let secrets: [SecretSource: String]

  public init(store: Store, host: BuildHost, secrets: [SecretSource: String]) {
    self.store = store
    self.host = host
    self.secrets = secrets
  }

  /// Layers of one lineage share a libguestfs session.
  public func perform(_ order: JobOrder, events: @escaping EventSink) async throws -> Completion? {
    var completion: Completion?
    var shared: LayerBuild.Shared?
    for (index, job) in order.jobs.enumerated() {
      let next = order.jobs.indices.contains(index + 1) ? order.jobs[index + 1] : nil
      (completion, shared) = try await perform(job, before: next, in: shared, order, events)
      guard next != nil else { break }
      events(completion.map { .finished(job.name, $0) } ?? .reused(job.name, path: nil))
    }
    return completion
  }

  private func perform(
    _ job: Job, before next: Job?, in shared: LayerBuild.Shared?, _ order: JobOrder,
    _ events: @escaping EventSink
  ) async throws -> (Completion?, LayerBuild.Shared?) {
    let phase = LastPhase()
    let context = BuildContext(
      store: store, settings: order.settings, secrets: secrets, host: host,
      guestProcessors: order.guestProcessors
    ) { event in
      phase.note(event)
      events(event)
    }
    do {
      try await useBase(of: job)
      return try await perform(job, before: next, in: shared, context)
    } catch {
      await shared?.abandon()
      // Guests that are ended with this process fail in their own words.
      if Task.isCancelled { throw CancellationError() }
      throw context.recording(
        error, of: job.name, for: job.image, phase: phase.name ?? job.task.content.firstPhase,
        log: store.logs.file(of: job))
    }
  }

  /// Takes into use what a job stands on, whichever process has made that: so it is seen where it is replaced meanwhile.
  private func useBase(of job: Job) async throws {
    let base: [LayerKey] =
      switch job.task {
      case .layer(let task): Array(job.image.layers.prefix { $0 != task.layer.key })
      case .seal, .convert, .publish: job.image.layers
      case .bootTest, .inspect, .attest: []
      }
    for key in base where try await !store.layers.use(key) {
      throw BuildError(
        .changedMeanwhile, "layer \(key.short), which \(job.name) stands on, is gone: build again")
    }
  }

  private func perform(
    _ job: Job, before next: Job?, in shared: LayerBuild.Shared?, _ context: BuildContext
  ) async throws -> (Completion?, LayerBuild.Shared?) {
    switch job.task {
    case .layer(let task):
      store.logs.forgetFailure(of: job.image.appliance.name)
      return try await LayerBuild(context: context).run(
        task.layer, for: job, in: shared, before: next?.layer)
    case .seal(let task):
      store.logs.forgetFailure(of: job.image.appliance.name)
      return (try await filling { try await SealStep(context: context).run(task, for: job) }, nil)
    case .convert(let task):
      return (try await filling { try await ConvertStep(context: context).run(task, for: job) }, nil)
    case .publish(let task):
      return (try await filling { try await PublishStep(context: context).run(task, for: job) }, nil)
    case .bootTest(let task):
      let start = ContinuousClock.now
      let result = try await BootTest(context: context).run(task)
      return (Completion(seconds: start.duration(to: .now).inSeconds, boot: result), nil)
    case .inspect(let task):
      return (try await filling { try await InspectStep(context: context).run(task, for: job) }, nil)
    case .attest(let task):
      return (try await filling { try await AttestStep(context: context).run(task, for: job) }, nil)
    }
  }

  /// Work that may fail for a full disk.
  private func filling(_ work: () async throws -> Completion?) async throws -> Completion? {
    do {
      return try await work()
    } catch {
      throw FullFileSystem(paths: [store.root]).explained(error)
    }
  }
}

extension Job {
  /// What a job of a layer makes.
  fileprivate var layer: PlannedLayer? { if case .layer(let task) = task { task.layer } else { nil } }
}
