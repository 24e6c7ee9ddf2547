import Planning

/// Makes the root layer of a chain, in the way that its distribution says.
struct RootStep: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  func run(
    _ image: PlannedImage, layer: PlannedLayer, in folder: WorkFolder, log: LayerLog
  ) async throws -> LayerFacts {
    switch image.appliance.installer.media {
    case .archive, .direct, .iso:
      try await InstallStep(store: store, options: options, host: host, events: events)
        .run(image, layer: layer, in: folder, log: log)
    case .image(let file):
      try await ImportStep(store: store, options: options, host: host, events: events)
        .run(file, image: image, layer: layer, in: folder, log: log)
    case .bootstrap(let archive):
      try await BootstrapStep(store: store, options: options, host: host, events: events)
        .run(archive, image: image, layer: layer, in: folder, log: log)
    }
  }
}
