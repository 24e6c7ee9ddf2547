import Foundation
public import Planning

/// Walks a plan: the one place that joins the domain with effects.
public struct Builder: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  public init(store: Store, options: BuildOptions, host: BuildHost, events: @escaping EventSink) {
    self.store = store
    self.options = options
    self.host = host
    self.events = events
  }

  /// Makes every image of the plan that is not there yet.
  ///
  /// - Returns: what became of each; a failed image is in the report, not an error.
  /// - Throws: what spoils all images, such as a store that cannot be written, and cancellation.
  public func build(_ plan: Plan) async throws -> BuildReport {
    try store.prepare()
    try store.removeStaleWork()
    if options.isOffline {
      let missing = await OfflineCheck(store: store, output: options.output).missing(for: plan)
      guard missing.isEmpty else { throw FactoryError.offline(missing) }
    }
    try SpaceCheck(store: store, options: options).run(plan)
    try FileSystem.makeFolder(options.output)
    let watch = SpaceWatch(paths: [store.root, options.output], floor: options.minimumFree)
    return try await watch.guarding { try await buildImages(of: plan) }
  }

  private func buildImages(of plan: Plan) async throws -> BuildReport {
    let reasons = plan.reasons(present: store.presentLayers(), previous: store.previousLayers)
    var report = BuildReport()
    var failed: [LayerKey: LayerName] = [:]
    for image in plan.images {
      let result = try await build(image, of: plan, reasons: reasons, failed: &failed)
      report.images.append(result)
      if result.outcome == .failed, !options.keepGoing { break }
    }
    return report
  }

  private func build(
    _ image: PlannedImage, of plan: Plan, reasons: [LayerKey: Reason], failed: inout [LayerKey: LayerName]
  ) async throws -> BuildReport.Image {
    let start = ContinuousClock.now
    let output = ImageFiles(folder: options.output, image: image)
    var result = BuildReport.Image(
      name: image.appliance.name, version: image.appliance.version, outcome: .reused, path: output.disk,
      seconds: 0)
    do {
      if output.isUpToDate {
        events(.imageReused(image: image.stem, path: output.disk))
      } else {
        for layer in image.layers.compactMap(plan.layer) {
          try await ensure(layer, for: image, reason: reasons[layer.key] ?? .gone, failed: &failed)
        }
        try await SealStep(store: store, host: host, events: events).run(image, of: plan, to: output)
        result.outcome = .built
      }
      try store.remember(records(of: image, in: plan), of: image.appliance.name)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      let error = SpaceCheck(store: store, options: options).explained(error)
      result.outcome = .failed
      result.path = nil
      result.error = "\(error)"
      events(.imageFailed(image: image.stem, message: "\(error)"))
    }
    result.seconds = start.duration(to: .now).inSeconds
    return result
  }

  private func records(of image: PlannedImage, in plan: Plan) -> [LayerRecord] {
    image.layers.compactMap(plan.layer).map {
      LayerRecord(name: $0.name, key: $0.key, inputs: $0.inputs)
    }
  }

  /// Builds a layer unless it is there; its parent has had its turn already.
  private func ensure(
    _ layer: PlannedLayer, for image: PlannedImage, reason: Reason, failed: inout [LayerKey: LayerName]
  ) async throws {
    if let name = failed[layer.key] { throw FactoryError.parentFailed(name) }
    guard try await !store.use(layer.key) else { return events(.layerReused(layer.name)) }
    do {
      try await LayerBuild(store: store, options: options, host: host, events: events)
        .run(layer, for: image, reason: reason)
    } catch {
      failed[layer.key] = layer.name
      throw error
    }
  }
}

extension Duration {
  /// Seconds with their fraction, for reports.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
