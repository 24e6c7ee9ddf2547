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
      try store.publish(
        folder, as: layer.key, record: StoredLayer(record: record, parent: layer.parent, facts: facts))
      try store.rememberRefresh(of: layer)
      events(.layerFinished(layer.name, duration))
    } catch {
      store.discard(folder)
      events(.layerFailed(layer.name, message: "\(error)"))
      throw error
    }
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
