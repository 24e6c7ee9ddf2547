import Foundation
import Guest
import Machine
import Media
import Planning
import Recipes

/// Makes a root layer of a disk image that has an installed system already.
struct ImportStep: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  func run(
    _ file: Installer.MediaFile, image: PlannedImage, layer: PlannedLayer, in folder: WorkFolder,
    log: LayerLog
  ) async throws -> LayerFacts {
    events(.phase(layer.name, "media"))
    let fetcher = store.mediaFetcher(for: image.appliance, isOffline: options.isOffline, events: events)
    let source = try await fetcher.fetch(CheckedFile(file)).path
    events(.phase(layer.name, "converting"))
    try await convert(source, to: folder, size: image.appliance.hardware.systemDisk.size)
    events(.phase(layer.name, "looking at the system"))
    try await setUp(folder.disk(Store.systemDisk), image: image, layer: layer, log: log)
    return LayerFacts(
      built: Date.now.ISO8601Format(), seconds: 0, tools: try await host.tools(),
      accelerator: try await host.accelerator().rawValue)
  }

  private func convert(_ source: String, to folder: WorkFolder, size: UInt64) async throws {
    // A tar holds a little beside the disk.
    let unpacking = ImageUnpacking(folder: folder.path, limit: size + (64 << 20))
    let (path, format) = try await onThread {
      let path = try unpacking.image(in: source)
      return (path, try ImageProbe.format(of: try ImageUnpacking.head(of: path), name: source))
    }
    let info = try await QemuImage().info(path, format: format)
    guard info.backing == nil else {
      throw UnusableImage(name: source, reason: "it has a backing file: flatten it with qemu-img convert")
    }
    guard info.virtualSize <= size else {
      throw UnusableImage(
        name: source,
        reason: "its disk has \(info.virtualSize >> 20) MiB, the recipe's system disk \(size >> 20) MiB")
    }
    try await QemuImage().convert(path, format: format, to: folder.disk(Store.systemDisk))
    if info.virtualSize < size { try await QemuImage().grow(folder.disk(Store.systemDisk), to: size) }
    if path != source { try FileSystem.remove(path) }
  }

  /// Checks what system it is, and changes what the settings say.
  private func setUp(
    _ disk: String, image: PlannedImage, layer: PlannedLayer, log: LayerLog
  ) async throws {
    let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
    let session = try await GuestSession.open(
      disks: [GuestDisk(path: disk, format: .qcow2)], settings: settings)
    do {
      let found = try await session.mountSystem()
      log.write(
        "found \(found.distribution) \(found.majorVersion).\(found.minorVersion) \(found.architecture)")
      if let difference = found.difference(from: image.appliance.system) {
        throw UnusableImage(name: "the image", reason: difference)
      }
      let script = image.answers.text(filling: [:])
      let outcome = try await session.run(GuestCommand(script)) { log.write($0) }
      guard outcome.isSuccess else {
        throw FactoryError.step(
          StepFailure(
            place: "\(layer.name)", step: "settings", outcome: outcome, log: log.path))
      }
    } catch {
      await session.abandon()
      throw error
    }
    try await session.close()
  }
}

/// Runs work that blocks, outside the cooperative pool.
private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
  }
}
