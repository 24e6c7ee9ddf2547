import Foundation
import Planning

/// Makes one layer: in its work folder, under its lock, and visible only when it is whole.
struct LayerBuild: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  func run(_ layer: PlannedLayer, for image: PlannedImage, reason: Reason) async throws {
    let wait = { events(.layerWaiting(layer.name, holder: $0)) }
    guard let folder = try await store.begin(layer.key, onWait: wait) else {
      return events(.layerReused(layer.name))
    }
    let start = ContinuousClock.now
    events(.layerStarted(layer.name, reason: reason))
    do {
      var facts = try await work(on: layer, for: image, in: folder)
      let duration = start.duration(to: .now)
      facts.seconds = duration.inSeconds
      let record = LayerRecord(name: layer.name, key: layer.key, inputs: layer.inputs)
      try await store.publish(
        folder, as: layer.key, record: StoredLayer(record: record, parent: layer.parent, facts: facts))
      try? store.forgetFailure(of: layer.name)
      events(.layerFinished(layer.name, duration))
    } catch {
      let cause = SpaceCheck(store: store, options: options).explained(error)
      let error = keep(folder, of: layer, cause)
      store.discard(folder)
      events(.layerFailed(layer.name, message: "\(error)"))
      throw error
    }
  }

  /// Keeps a failed build if that is wanted; where it cannot be, its own error still counts.
  private func keep(_ folder: WorkFolder, of layer: PlannedLayer, _ error: any Error) -> any Error {
    guard options.keepsFailed, !(error is CancellationError) else { return error }
    let record = LayerRecord(name: layer.name, key: layer.key, inputs: layer.inputs)
    let kept = try? store.keep(
      folder, KeptFailure.Record(layer: record, parent: layer.parent, message: "\(error)"))
    return kept.map { FactoryError.kept($0, cause: error) } ?? error
  }

  private func work(
    on layer: PlannedLayer, for image: PlannedImage, in folder: WorkFolder
  ) async throws -> LayerFacts {
    let log = try LayerLog(folder: store.logFolder(of: image.appliance.name), layer: layer.name) { line in
      events(.output(layer.name, line))
    }
    switch layer.work {
    case .install:
      return try await RootStep(store: store, options: options, host: host, events: events)
        .run(image, layer: layer, in: folder, log: log)
    case .provision(let steps, let parent):
      return try await ProvisionStep(store: store, options: options, host: host, events: events)
        .run(steps, on: parent, of: layer, for: image, in: folder, log: log)
    }
  }
}
