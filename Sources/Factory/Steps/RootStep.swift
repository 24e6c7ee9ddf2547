import Machine
import Planning
import Recipes

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
      return try await InstallStep(store: store, options: options, host: host, events: events)
        .run(image, layer: layer, in: folder, log: log)
    case .image(let file):
      try await makeFurtherDisks(of: image.appliance.hardware, in: folder)
      return try await ImportStep(store: store, options: options, host: host, events: events)
        .run(file, image: image, layer: layer, in: folder, log: log)
    case .bootstrap(let archive):
      try await makeFurtherDisks(of: image.appliance.hardware, in: folder)
      return try await BootstrapStep(store: store, options: options, host: host, events: events)
        .run(archive, image: image, layer: layer, in: folder, log: log)
    }
  }

  /// Blank ones: only the system disk comes with an image, or from packages.
  private func makeFurtherDisks(of hardware: Hardware, in folder: WorkFolder) async throws {
    for disk in hardware.disks where disk != hardware.systemDisk {
      try await QemuImage().create(folder.disk(hardware.layerFile(of: disk)), size: disk.size)
    }
  }
}
