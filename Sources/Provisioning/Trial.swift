import Failures
import Files
import Guest
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// The steps of a layer tried over its parent, again and again, in one session: each time from the state that the first changed
/// step began in.
///
/// What comes of it is in overlays of a work folder: it is never a layer, nor an image.
public actor Trial {
  /// Where the guest once was: overlays that nothing is written to any more.
  private struct State {
    let key: LayerKey
    let disks: [String]
  }

  private let session: StepSession
  private let folder: WorkFolder
  /// The layer's beginning, and what each step that went well led to.
  private var states: [State] = []
  /// The overlays that are written to.
  private var disks: [String]
  /// How many overlays of a disk there have been.
  private var count: Int
  /// Whether anything may have been written since the last state.
  private var isTouched = false

  /// Starts the appliance over the layer's parent, which must be in the store and in use.
  ///
  /// - Throws: `BuildError`, `GuestError`, what an upgrade of packages that the layer begins with throws.
  public static func open(_ job: LayerJob, on parent: LayerKey) async throws -> Trial {
    let hardware = job.appliance.hardware
    let layers = job.context.store.layers
    let base = hardware.disks.map { layers.disk(hardware.layerFile(of: $0), of: parent) }
    let disks = try await overlays(of: base, 0, in: job.folder)
    // A step that needs the network may come later.
    let session = try await StepSession.open(
      disks.map { GuestDisk(path: $0, format: .qcow2) }, for: job,
      hasNetwork: !job.context.settings.isOffline)
    let trial = Trial(session, in: job.folder, disks)
    do {
      if job.layer.upgrades { try await session.upgrade(job) }
      try await trial.keep(as: job.layer.stepKeys[0])
      return trial
    } catch {
      await session.guest.abandon()
      throw error
    }
  }

  private init(_ session: StepSession, in folder: WorkFolder, _ disks: [String]) {
    self.session = session
    self.folder = folder
    self.disks = disks
    count = 1
  }

  /// What there is to do for a version of the layer.
  public func retry(_ layer: PlannedLayer) -> Retry { Retry(layer.stepKeys, done: states.map(\.key)) }

  /// Carries out steps, from the state that the first of them begins in.
  ///
  /// - Parameter first: counted from 0, of no more steps than are known to have gone well.
  /// - Throws: `StepFailure`, `BuildError`, `GuestError`: the guest then is where the failed step left it.
  public func run(_ job: LayerJob, from first: Int) async throws {
    if isTouched || first + 1 < states.count { try await goBack(to: first) }
    let keys = job.layer.stepKeys
    for (index, step) in job.layer.steps.enumerated().dropFirst(first) {
      isTouched = true
      try await session.run(step, of: job)
      try await keep(as: keys[index + 1])
    }
    isTouched = true
    // What the layer's parent has left stays what a later try is held against.
    var checked = session
    try await checked.checkPackages(job)
  }

  /// Runs a script for `/bin/sh` where the last try has left the guest; the next one knows nothing of it.
  public func look(_ script: String, onLine: @escaping @Sendable (String) -> Void) async throws
    -> CommandResult
  {
    isTouched = true
    return try await session.guest.run(GuestCommand(script), onLine: onLine)
  }

  /// Ends the appliance. The overlays go with the work folder.
  public func close() async { await session.guest.abandon() }

  private func keep(as key: LayerKey) async throws {
    let next = try await Self.overlays(of: disks, count, in: folder)
    count += 1
    try await session.guest.branch(to: next)
    states.append(State(key: key, disks: disks))
    disks = next
    isTouched = false
  }

  private func goBack(to index: Int) async throws {
    let dropped = disks + states[(index + 1)...].flatMap(\.disks)
    states.removeSubrange((index + 1)...)
    disks = try await Self.overlays(of: states[index].disks, count, in: folder)
    count += 1
    try await session.guest.replaceDisks(with: disks)
    isTouched = false
    for path in dropped { try? FileSystem.remove(path) }
  }

  private static func overlays(of disks: [String], _ count: Int, in folder: WorkFolder) async throws
    -> [String]
  {
    var overlays: [String] = []
    for (index, disk) in disks.enumerated() {
      overlays.append(folder.disk("\(count)-\(index).qcow2"))
      try await QemuImage().createOverlay(overlays[index], backing: disk)
    }
    return overlays
  }
}
