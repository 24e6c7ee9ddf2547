import Guest
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// A session between two layers of one lineage: the first is cleaned and erased, and nothing is mounted.
///
/// What a script does to the appliance stays in its lineage: no layer of another one is ever made in it. One that changes the
/// kernel's settings ends the session.
public struct LineageSession: Sendable {
  let session: StepSession

  /// Completes the layer that was made, and goes on in the next one's disks.
  ///
  /// - Parameters:
  ///   - parent: the layer that was made, not yet at its place.
  ///   - folder: of the layer that is made next; gets its disks.
  public func branch(
    from parent: LayerKey, of appliance: Appliance, to folder: WorkFolder, in layers: LayerStore
  )
    async throws
  {
    let hardware = appliance.hardware
    let disks = hardware.disks.map { (disk: $0, file: hardware.layerFile(of: $0)) }
    for (disk, file) in disks {
      try await QemuImage().createOverlay(
        folder.disk(file), backing: layers.relativeDisk(file, of: parent), size: disk.size)
    }
    try await session.guest.branch(to: disks.map { folder.disk($0.file) })
  }

  /// Whether a layer's steps have all that they need in it, and find the kernel as it began.
  public func suits(_ layer: PlannedLayer, isOffline: Bool) async -> Bool {
    let needsNetwork = layer.upgrades || layer.steps.contains { $0.action.needsNetwork }
    guard session.hasNetwork || isOffline || !needsNetwork else { return false }
    return (try? await session.guest.hasItsKernelSettings()) ?? false
  }

  /// Completes the layer that was made, and ends the appliance.
  public func close() async throws { try await session.guest.close() }

  /// Ends the appliance, whatever becomes of the layer.
  public func abandon() async { await session.guest.abandon() }
}
