import Foundation
import Guest
import Machine
import Media
import Planning
import Recipes

/// Makes a root layer from packages alone: no installer is booted.
///
/// Packages are unpacked and set up on the host, at its own speed, and the disk is made of them there. Only the boot
/// loader, which must see the disk as one, is written by libguestfs.
struct BootstrapStep: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  func run(
    _ archive: Installer.SignedArchive, image: PlannedImage, layer: PlannedLayer, in folder: WorkFolder,
    log: LayerLog
  ) async throws -> LayerFacts {
    let appliance = image.appliance
    let layout = try DiskLayout(
      appliance.install.storage, firmware: appliance.hardware.firmware,
      size: appliance.hardware.systemDisk.size)
    try FileSystem.write(Data(layout.fstab.utf8), to: "\(folder.path)/fstab")
    try FileSystem.write(Data(image.answers.text(filling: [:]).utf8), to: "\(folder.path)/setup.sh")
    let release = try await release(of: archive, for: appliance)

    events(.phase(layer.name, "unpacking packages"))
    let tree = SystemTree(path: "\(folder.path)/tree")
    try await fill(tree, from: archive, image: image, in: folder, log: log)
    events(.phase(layer.name, "making the disk"))
    try await BootstrapDisk(layout: layout, tree: tree).make(
      scratch: "\(folder.path)/disk.raw", disk: folder.disk(Store.systemDisk))
    for name in ["tree", "fstab", "setup.sh"] { try FileSystem.remove("\(folder.path)/\(name)") }

    events(.phase(layer.name, "boot loader"))
    try await installBootLoader(on: folder.disk(Store.systemDisk), of: appliance, layer: layer, log: log)
    return LayerFacts(
      built: Date.now.ISO8601Format(), seconds: 0, tools: try await host.tools(),
      accelerator: try await host.accelerator().rawValue, mirror: appliance.buildMirror?.value,
      release: release)
  }

  /// The `Date` of the archive's release file, whose signature is checked before anything is unpacked.
  private func release(of archive: Installer.SignedArchive, for appliance: Appliance) async throws -> String {
    let fetcher = store.mediaFetcher(for: appliance, isOffline: options.isOffline, events: events)
    let signed = try await SignedArchive.open(
      mirror: mirror(of: appliance), suite: archive.suite, keyring: archive.keyring,
      cache: fetcher.cache, downloader: fetcher.downloader)
    return signed.release.date.ISO8601Format()
  }

  private func fill(
    _ tree: SystemTree, from archive: Installer.SignedArchive, image: PlannedImage, in folder: WorkFolder,
    log: LayerLog
  ) async throws {
    let components = image.appliance.system.distribution == "ubuntu" ? "main universe" : "main"
    try await tree.fill(
      from: folder.path, packages: image.answers.packages,
      sources: "deb \(mirror(of: image.appliance)) \(archive.suite) \(components)", archive: archive,
      proxy: image.appliance.install.proxy?.value, log: log.write)
  }

  private func mirror(of appliance: Appliance) -> String {
    appliance.buildMirror?.value ?? appliance.installer.mirrors[0].value
  }

  private func installBootLoader(
    on disk: String, of appliance: Appliance, layer: PlannedLayer, log: LayerLog
  ) async throws {
    let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
    let session = try await GuestSession.open(disk, settings: settings)
    let script = BootLoader.script(for: appliance.hardware.firmware)
    let outcome = try await session.run(GuestCommand(script)) { log.write($0) }
    guard outcome.isSuccess else {
      await session.abandon()
      throw FactoryError.step(
        StepFailure(
          place: "\(layer.name)", step: "boot loader", outcome: outcome, log: log.path))
    }
    try await session.close()
  }
}
